//! Whether a picture can be one unit of the panel at all, judged by what it measures.

use image::RgbImage;

use crate::pack::UnitRule;

/// What is known of a picture besides its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Micrometres a pixel, if known.
    pub microns_per_pixel: Option<f64>,
}

impl Measures {
    /// Of a picture at a scale.
    pub fn of(picture: &RgbImage, microns_per_pixel: Option<f64>) -> Self {
        Self { width: picture.width(), height: picture.height(), microns_per_pixel }
    }
}

impl UnitRule {
    /// Why a picture is far from the unit of the panel, in words; nothing when it is not.
    pub fn reasons(&self, of: Measures) -> Vec<String> {
        let unit = match self.shows {
            domain::panel::Unit::Cell => "a single cell",
            domain::panel::Unit::Field => "a field of view",
        };
        [self.bad_scale(of), self.bad_size(of, unit), self.bad_aspect(of, unit)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn bad_scale(&self, of: Measures) -> Option<String> {
        let (scale, [least, most]) = (of.microns_per_pixel?, self.microns_per_pixel?);
        (!(least..=most).contains(&scale)).then(|| {
            format!(
                "its scale of {scale} µm a pixel is not between {least} and {most}, as that of the \
                 images that the model learned from"
            )
        })
    }

    /// Micrometres tell more than pixels, where they are known.
    fn bad_size(&self, of: Measures, unit: &str) -> Option<String> {
        let (short, long) = edges(of);
        if let (Some(scale), Some([least, most])) = (of.microns_per_pixel, self.edge_microns) {
            let (short, long) = (f64::from(short) * scale, f64::from(long) * scale);
            let outside = !(short >= least && long <= most);
            return outside.then(|| {
                format!(
                    "edges of {short:.0} and {long:.0} µm are not those of {unit}: {least} to \
                     {most} µm"
                )
            });
        }
        let [least, most] = self.edge_pixels;
        (short < least || long > most).then(|| {
            format!(
                "{} × {} pixels are not those of {unit}: {least} to {most} along an edge",
                of.width, of.height
            )
        })
    }

    fn bad_aspect(&self, of: Measures, unit: &str) -> Option<String> {
        let (short, long) = edges(of);
        let aspect = f64::from(long) / f64::from(short);
        (aspect > self.max_aspect).then(|| {
            format!(
                "an aspect of {aspect:.2} is not that of {unit}: at most {:.2}",
                self.max_aspect
            )
        })
    }
}

fn edges(of: Measures) -> (u32, u32) {
    (of.width.min(of.height), of.width.max(of.height))
}

#[cfg(test)]
mod tests {
    use domain::panel::Unit;

    use super::*;

    const CELL: UnitRule = UnitRule {
        shows: Unit::Cell,
        edge_pixels: [64, 512],
        max_aspect: 1.25,
        edge_microns: Some([10.0, 60.0]),
        microns_per_pixel: None,
    };

    fn reasons(width: u32, height: u32, microns_per_pixel: Option<f64>) -> Vec<String> {
        CELL.reasons(Measures { width, height, microns_per_pixel })
    }

    #[test]
    fn a_cell_cut_out_is_one_cell() {
        assert_eq!(reasons(360, 363, None), [""; 0]);
        assert_eq!(reasons(64, 80, None), [""; 0]);
    }

    #[test]
    fn a_whole_field_is_none() {
        assert_eq!(
            reasons(1280, 960, None),
            [
                "1280 × 960 pixels are not those of a single cell: 64 to 512 along an edge",
                "an aspect of 1.33 is not that of a single cell: at most 1.25"
            ]
        );
        assert_eq!(reasons(63, 63, None).len(), 1);
    }

    #[test]
    fn a_known_scale_is_asked_instead_of_pixels() {
        assert_eq!(reasons(1000, 1000, Some(0.05)), [""; 0], "50 µm, finely sampled");
        assert_eq!(
            reasons(360, 360, Some(0.5)),
            ["edges of 180 and 180 µm are not those of a single cell: 10 to 60 µm"]
        );
        assert_eq!(reasons(360, 360, Some(f64::NAN)).len(), 1, "what is no number fits nothing");
    }

    #[test]
    fn a_scale_that_the_model_never_saw_is_a_reason() {
        let rule = UnitRule { microns_per_pixel: Some([0.05, 0.2]), ..CELL };
        let at = |scale| {
            rule.reasons(Measures { width: 300, height: 300, microns_per_pixel: Some(scale) })
        };
        assert_eq!(at(0.1), [""; 0]);
        assert!(at(0.04)[0].starts_with("its scale of 0.04 µm a pixel"));
    }
}
