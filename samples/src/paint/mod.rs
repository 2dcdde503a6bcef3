//! Drawing: dyes, a canvas of optical density, forms with soft edges, grain.

mod canvas;
mod dyes;
mod form;
mod noise;

pub use canvas::{Canvas, EDGE};
pub use dyes::{Dyes, Stain};
pub use form::{Form, Limb};
pub use noise::{Noise, hash};
