//! Red cells: outline by shape, depth by thickness.

use std::f32::consts::TAU;

use crate::cells::{Cell, Inclusion, Shape};
use crate::paint::{Canvas, Dyes, Form, Limb, Noise};
use crate::point::{Point, point, smooth};
use crate::rng::Rng;

/// A red cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RedCell {
    /// Its shape.
    pub shape: Shape,
    /// Diameter of the pallor as a share of the cell's; 0 for none.
    pub pallor: f32,
    /// Haemoglobin of the rim; 1 for a normal cell.
    pub fill: f32,
    /// What it holds.
    pub inclusion: Option<Inclusion>,
    /// Whether its edge is full of spikes.
    pub crenated: bool,
}

/// Draws one.
pub fn paint(canvas: &mut Canvas, cell: &Cell, red: &RedCell, rng: &mut Rng) {
    let (mut form, depth) = red.shape.outline(cell.radius, rng);
    if red.crenated {
        crenate(&mut form, cell.radius, rng);
    }
    let fold = (red.shape == Shape::Leptocyte).then(|| fold(cell.radius, rng));
    let profile = Profile::of(red, rng);
    let texture = Noise::new(rng.number());
    let soft = canvas.soft();
    let reach = form_reach(&form) + 0.6;
    canvas.shade(cell.at, reach, |place| {
        let distance = form.distance(place);
        let cover = smooth(soft, -soft, distance);
        if cover == 0.0 {
            return Dyes::NONE;
        }
        // 0 in the middle, 1 at the edge.
        let out = (1.0 + distance / depth).max(0.0);
        let mut thick = profile.at(out, place, cell.radius, texture);
        if let Some(fold) = &fold {
            thick += 0.30 * fold.at(place);
        }
        let haemoglobin = red.fill * thick * (1.0 + 0.035 * texture.rough(place * 0.9));
        Dyes { haemoglobin, rna: profile.blue, ..Dyes::NONE } * cover
    });
    if let Some(inclusion) = red.inclusion {
        inclusion.paint(canvas, cell.at, &form, cell.radius, rng);
    }
}

/// How thick a cell is from its middle to its edge.
struct Profile {
    /// Where the pallor ends.
    pallor: f32,
    /// What is left of the depth in the middle of the pallor.
    left: f32,
    /// How gradual the pallor's edge is.
    slope: f32,
    /// The middle of the pallor, as a share of the radius.
    middle: Point,
    target: bool,
    /// Blue of young cells.
    blue: f32,
}

impl Profile {
    fn of(red: &RedCell, rng: &mut Rng) -> Self {
        let pallor = match red.shape {
            Shape::Polychromatic | Shape::Microspherocyte => 0.0,
            Shape::Ring => 0.86,
            Shape::Fragment => 0.35 * red.pallor,
            Shape::Target => red.pallor.max(0.70),
            _ => red.pallor,
        };
        let left = match red.shape {
            Shape::Ring => rng.within([0.12, 0.22]),
            Shape::Target => rng.within([0.10, 0.20]),
            Shape::Pencil => rng.within([0.55, 0.75]),
            // The wider the pallor, the emptier it is.
            _ => (0.58 - 0.52 * pallor) * rng.within([0.85, 1.15]),
        };
        Self {
            pallor,
            left,
            slope: rng.within([0.50, 0.75]),
            middle: Point::toward(rng.angle()) * rng.within([0.0, 0.10]),
            target: red.shape == Shape::Target,
            blue: if red.shape == Shape::Polychromatic { rng.within([0.10, 0.20]) } else { 0.0 },
        }
    }

    fn at(&self, out: f32, place: Point, radius: f32, texture: Noise) -> f32 {
        if self.pallor == 0.0 {
            // A ball: thickest in the middle.
            return 0.84 + 0.14 * smooth(1.0, 0.2, out);
        }
        // The pallor lies a little off the middle, and is not quite round.
        let moved = out + (place * (1.0 / radius)).dot(self.middle) * (1.0 - out);
        let uneven = moved + 0.06 * texture.at(place * 0.45);
        // A wide pallor leaves less room for its edge, which is steeper then.
        let Self { pallor, slope, .. } = self;
        let begin = pallor * (1.0 - slope * (1.5 - pallor));
        let end = (pallor + 2.25 * slope * pallor * (1.0 - pallor)).min(0.98);
        let wall = smooth(begin, end, uneven);
        let mut thick = self.left + (1.0 - self.left) * wall;
        if self.target {
            thick = thick.max(0.95 * smooth(0.40, 0.22, uneven) + self.left);
        }
        // The cell ends round, with a fine dark line.
        thick * (1.0 - 0.16 * smooth(0.90, 1.0, out))
            + 0.10 * smooth(0.10, 0.0, (out - 0.955).abs())
    }
}

/// A band of double thickness across the cell.
struct Fold {
    along: Point,
    far: f32,
    wide: f32,
}

fn fold(radius: f32, rng: &mut Rng) -> Fold {
    Fold {
        along: Point::toward(rng.angle()),
        far: radius * rng.within([0.20, 0.60]),
        wide: radius * rng.within([0.12, 0.32]),
    }
}

impl Fold {
    fn at(&self, place: Point) -> f32 {
        let seen = place.seen_from(self.along);
        smooth(self.wide, 0.3 * self.wide, (seen.y - self.far - 0.11 * seen.x * seen.x).abs())
    }
}

/// Ten to thirty short spikes around the edge.
fn crenate(form: &mut Form, radius: f32, rng: &mut Rng) {
    let spikes = rng.whole(11, 18);
    let start = rng.angle();
    for spike in 0..spikes {
        let angle = start + TAU * spike as f32 / spikes as f32 + rng.normal(0.0, 0.06);
        let toward = Point::toward(angle);
        let tip = toward * (radius * rng.within([1.0, 1.10]));
        form.limbs.push(Limb {
            from: (toward * (0.80 * radius), 0.12 * radius),
            to: (tip, 0.06 * radius),
        });
    }
    form.flow = 0.22 * radius;
    form.uneven = (0.10, 1.6);
}

fn form_reach(form: &Form) -> f32 {
    let ends = form.limbs.iter().flat_map(|limb| [limb.from, limb.to]);
    let edge = |(at, radius): (Point, f32)| (at - point(0.0, 0.0)).length() + radius;
    1.6 * form.uneven.0 + 0.3 + ends.map(edge).fold(0.0, f32::max)
}
