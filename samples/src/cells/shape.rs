//! Shapes of red cells.

use crate::paint::{Form, Limb};
use crate::point::{Point, point};
use crate::rng::Rng;

/// What shape a red cell has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "these are the field's own names")]
pub enum Shape {
    Disc,
    /// A hypochromic cell of which only a thin rim is seen.
    Ring,
    Polychromatic,
    Elliptocyte,
    Pencil,
    Prekeratocyte,
    Target,
    Teardrop,
    Fragment,
    Microspherocyte,
    /// Thin, wide and folded.
    Leptocyte,
    Bizarre,
}

/// Each shape with the name of its column.
pub const SHAPES: [(Shape, &str); 12] = [
    (Shape::Disc, "disc"),
    (Shape::Ring, "ring"),
    (Shape::Polychromatic, "polychromatic"),
    (Shape::Elliptocyte, "elliptocyte"),
    (Shape::Pencil, "pencil"),
    (Shape::Prekeratocyte, "prekeratocyte"),
    (Shape::Target, "target"),
    (Shape::Teardrop, "teardrop"),
    (Shape::Fragment, "fragment"),
    (Shape::Microspherocyte, "microspherocyte"),
    (Shape::Leptocyte, "leptocyte"),
    (Shape::Bizarre, "bizarre"),
];

impl Shape {
    /// The diameter as a multiple of the population's.
    pub fn scale(self, rng: &mut Rng) -> f32 {
        rng.within(match self {
            Self::Polychromatic => [1.10, 1.22],
            Self::Fragment => [0.60, 0.92],
            Self::Microspherocyte => [0.55, 0.70],
            Self::Leptocyte => [1.10, 1.30],
            Self::Target => [1.0, 1.15],
            _ => [1.0, 1.0],
        })
    }

    /// The outline, and how far its middle is from it, µm.
    pub fn outline(self, radius: f32, rng: &mut Rng) -> (Form, f32) {
        let origin = Point::default();
        match self {
            Self::Elliptocyte => {
                let stretch = rng.within([1.25, 1.75]);
                stretched(radius, stretch, rng)
            }
            Self::Pencil => {
                let stretch = rng.within([3.0, 5.0]);
                stretched(radius, stretch, rng)
            }
            Self::Teardrop => (teardrop(radius, rng), 0.86 * radius),
            Self::Fragment => (fragment(radius, rng), 0.62 * radius),
            Self::Bizarre => (bizarre(radius, rng), 0.70 * radius),
            Self::Prekeratocyte => {
                let at = Point::toward(rng.angle()) * (0.62 * radius);
                let form = Form::oval(origin, radius, 1.04, (0.16, 3.0), rng);
                (form.without(Limb::ball(at, 0.27 * radius)), radius)
            }
            _ => {
                let stretch = 1.0 + 0.16 * rng.share() * rng.share();
                (Form::oval(origin, radius, stretch, (0.14, 3.4), rng), radius / stretch.sqrt())
            }
        }
    }
}

/// An ellipse with `stretch` times the length of its width and the area of the disc, nearly.
fn stretched(radius: f32, stretch: f32, rng: &mut Rng) -> (Form, f32) {
    let width = radius / stretch.sqrt();
    let along = Point::toward(rng.angle());
    let half = along * (width * (stretch - 1.0));
    let bow = point(-along.y, along.x) * (width * rng.normal(0.0, 0.15));
    let limbs = vec![
        Limb { from: (half * -1.0, width * 0.84), to: (bow, width) },
        Limb { from: (bow, width), to: (half, width * 0.84) },
    ];
    (Form::new(limbs, width, (0.10, 2.4), rng), width)
}

fn teardrop(radius: f32, rng: &mut Rng) -> Form {
    let along = Point::toward(rng.angle());
    let across = point(-along.y, along.x);
    let tip = along * (radius * rng.within([1.6, 2.1])) + across * (radius * rng.normal(0.0, 0.15));
    let limbs = vec![
        Limb::oval(Point::default(), 0.84 * radius, along, rng.within([1.0, 1.12])),
        Limb {
            from: (along * (0.55 * radius), 0.46 * radius),
            to: (tip, rng.within([0.10, 0.30])),
        },
    ];
    Form::new(limbs, 0.5 * radius, (0.12, 2.4), rng)
}

/// Helmets and triangles: a disc with one to three straight cuts.
fn fragment(radius: f32, rng: &mut Rng) -> Form {
    let mut form = Form::oval(Point::default(), radius, 1.1, (0.12, 2.0), rng);
    let start = rng.angle();
    let cuts = rng.pick(&[(1, 0.5), (2, 0.35), (3, 0.15)]);
    for cut in 0..cuts {
        let angle = start + cut as f32 * rng.within([1.7, 2.3]);
        let wide = radius * rng.within([1.6, 6.0]);
        let deep = radius * rng.within([0.25, 0.55]);
        form = form.without(Limb::ball(Point::toward(angle) * (wide + deep), wide));
    }
    form
}

/// Knobs, arms, bays: no two are alike.
fn bizarre(radius: f32, rng: &mut Rng) -> Form {
    let start = rng.angle();
    let mut limbs = vec![Limb::ball(Point::default(), 0.70 * radius)];
    let arms = rng.whole(2, 4);
    for arm in 0..arms {
        let angle = start + arm as f32 * std::f32::consts::TAU / arms as f32 + rng.normal(0.0, 0.4);
        let far = radius * rng.within([0.55, 1.35]);
        let thick = radius * rng.within([0.14, 0.45]);
        limbs.push(Limb {
            from: (Point::default(), 0.5 * radius),
            to: (Point::toward(angle) * far, thick),
        });
    }
    let form = Form::new(limbs, 0.35 * radius, (0.25, 1.8), rng);
    match rng.chance(0.3) {
        true => {
            let bay = Point::toward(rng.angle()) * (1.15 * radius);
            form.without(Limb::ball(bay, 0.6 * radius))
        }
        false => form,
    }
}
