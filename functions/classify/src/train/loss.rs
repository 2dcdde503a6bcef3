//! Cross entropy with smoothed labels (Szegedy et al. 2016).

use candle_core::{D, Result, Tensor};

/// The mean loss of logits, images × classes. Of each image's truth a part is shared out among all classes,
/// so that the network is not driven to be surer than sure.
///
/// # Errors
/// The device failed, or there are not as many labels as images.
pub fn cross_entropy(logits: &Tensor, labels: &[usize], smoothing: f64) -> Result<Tensor> {
    let (images, classes) = logits.dims2()?;
    let share = smoothing / classes as f64;
    let truth = |label: &usize| {
        let label = *label;
        (0..classes)
            .map(move |class| (share + if class == label { 1.0 - smoothing } else { 0.0 }) as f32)
    };
    let truth: Vec<f32> = labels.iter().flat_map(truth).collect();
    let truth = Tensor::from_vec(truth, (images, classes), logits.device())?;
    let logarithms = candle_nn::ops::log_softmax(logits, D::Minus1)?;
    (truth * logarithms)?.sum_all()?.affine(-1.0 / images as f64, 0.0)
}
