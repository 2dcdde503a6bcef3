//! HemaClassify: review of blood-smear images with a neural network as second reader.
fn main() {}
