//! One field: planned, drawn, photographed.

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

use crate::artefact;
use crate::camera::Camera;
use crate::label::Label;
use crate::nuisance::Nuisance;
use crate::paint::{Canvas, Stain};
use crate::plan::Plan;
use crate::rng::{Key, Purpose};

/// A field, drawn.
pub struct Field {
    /// What is in it.
    pub plan: Plan,
    /// The picture.
    pub picture: RgbImage,
    quality: u8,
}

impl Field {
    /// Draws the field of a label and a key on `size` × `size` pixels. The same arguments give the same
    /// bytes, on every machine.
    pub fn draw(label: Label, key: Key, size: u32) -> Self {
        let plan = Plan::draw(label, key);
        let mut canvas = Canvas::new(size, stain(key));
        let mut rng = key.shared(Purpose::Artefacts);
        artefact::paint(&mut canvas, &mut rng);
        for cell in &plan.cells {
            cell.paint(&mut canvas);
        }
        if let Some(nuisance) = plan.nuisance {
            nuisance.cover(&mut canvas, &mut rng);
        }
        let mut camera = Camera::draw(key);
        if plan.nuisance == Some(Nuisance::OutOfFocus) {
            camera.blur = rng.within([0.6, 1.3]);
        }
        let picture = camera.shoot(canvas.into_density(), size);
        Self { plan, picture, quality: camera.quality }
    }

    /// The picture as a JPEG.
    ///
    /// # Errors
    /// A picture that is larger than a JPEG can be.
    pub fn to_jpeg(&self) -> Result<Vec<u8>, image::ImageError> {
        self.encode(&self.picture)
    }

    /// A part of the picture, as the same camera would keep it.
    pub(crate) fn encode(&self, part: &RgbImage) -> Result<Vec<u8>, image::ImageError> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, self.quality).encode_image(part)?;
        Ok(bytes)
    }
}

/// The stain of a patient's slide: the same for the same patient number of all labels.
pub fn stain(key: Key) -> Stain {
    Stain::draw(&mut key.of_patient().shared(Purpose::Stain))
}
