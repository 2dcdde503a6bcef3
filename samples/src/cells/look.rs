//! How a nucleated cell looks, as data, and the one painter of all of them: cytoplasm, nucleus with its
//! chromatin, then granules and rods.

use crate::paint::{Canvas, Dyes, Form, Limb, Noise};
use crate::point::{Point, point, smooth};
use crate::rng::Rng;

/// A nucleated cell. Places are told from its middle.
pub struct Look {
    /// Its outline.
    pub outline: Form,
    /// What fills it.
    pub cytoplasm: Cytoplasm,
    /// Its nucleus.
    pub nucleus: Nucleus,
    /// Its granules, drawn in this order.
    pub granules: Vec<Granules>,
    /// Auer rods.
    pub rods: Vec<Limb>,
    /// Clear bubbles.
    pub vacuoles: Vec<(Point, f32)>,
}

/// What lies around the nucleus.
pub struct Cytoplasm {
    /// Its colour.
    pub dyes: Dyes,
    /// How much it varies, 0 to 1.
    pub grain: f32,
    /// How much deeper it is at the rim.
    pub rim: f32,
    /// A paler zone (Golgi) and its radius.
    pub pale_zone: Option<(Point, f32)>,
}

/// The nucleus.
pub struct Nucleus {
    /// Its outline.
    pub form: Form,
    /// How deep its colour is.
    pub depth: f32,
    /// How much of that depth is clumped, 0 to 1.
    pub clumped: f32,
    /// Size of the clumps, µm.
    pub clump: f32,
    /// Nucleoli with radii.
    pub nucleoli: Vec<(Point, f32)>,
    /// Folds, as strokes of deeper colour.
    pub folds: Vec<Limb>,
}

/// A kind of granules.
pub struct Granules {
    /// How many.
    pub count: u32,
    /// Radii, µm.
    pub radius: [f32; 2],
    /// Colour.
    pub dyes: Dyes,
    /// Share of those over the nucleus that stay: 0 for none.
    pub over_nucleus: f32,
    /// Where they gather and how far from there, if not everywhere.
    pub around: Option<(Point, f32)>,
}

impl Look {
    /// Draws the cell.
    pub fn paint(&self, canvas: &mut Canvas, at: Point, rng: &mut Rng) {
        let reach = self.reach();
        let soft = canvas.soft();
        let texture = Noise::new(rng.number());
        canvas.shade(at, reach, |place| {
            let outside = self.outline(place);
            if outside > soft {
                return Dyes::NONE;
            }
            let cover = smooth(soft, -soft, outside);
            let inside = self.nucleus.form.distance(place);
            let nucleus = smooth(soft, -soft, inside);
            let mut dyes = Dyes::NONE;
            if nucleus < 1.0 {
                dyes = self.cytoplasm(place, outside, texture) * (cover * (1.0 - nucleus));
            }
            if nucleus > 0.0 {
                dyes = dyes + self.nucleus.dyes(place, inside, texture) * nucleus;
            }
            dyes
        });
        for granules in &self.granules {
            self.scatter(canvas, at, granules, rng);
        }
        for rod in &self.rods {
            let form = Form::new(vec![*rod], 0.1, (0.03, 0.8), rng);
            // In a bundle each is fainter, or where they cross it would be black.
            let magenta = if self.rods.len() > 1 { 0.58 } else { 1.05 };
            let colour = Dyes { magenta, ..Dyes::NONE };
            canvas.shade(at, reach, |place| {
                let cover = smooth(soft, -soft, form.distance(place));
                if cover == 0.0 {
                    return Dyes::NONE;
                }
                colour * (cover * smooth(0.0, -0.4, self.outline(place)))
            });
        }
    }

    /// The cell's outline goes around its nucleus.
    fn outline(&self, place: Point) -> f32 {
        let outline = self.outline.distance(place);
        if outline < -1.0 {
            return outline;
        }
        outline.min(self.nucleus.form.distance(place) - 0.18)
    }

    /// Nothing of the cell lies further away.
    fn reach(&self) -> f32 {
        let forms = [&self.outline, &self.nucleus.form];
        let limbs = forms.iter().flat_map(|form| &form.limbs);
        let ends = limbs.flat_map(|limb| [limb.from, limb.to]);
        let uneven = forms.iter().map(|form| form.uneven.0).fold(0.0, f32::max);
        1.0 + 1.6 * uneven + ends.map(|(at, radius)| at.length() + radius).fold(0.0, f32::max)
    }

    fn cytoplasm(&self, place: Point, outside: f32, texture: Noise) -> Dyes {
        let Cytoplasm { dyes, grain, rim, pale_zone } = &self.cytoplasm;
        let mut depth =
            1.0 + grain * texture.rough(place * 1.1) + grain * 0.6 * texture.at(place * 3.1);
        depth += rim * smooth(-1.3, -0.1, outside);
        if let Some((zone, radius)) = pale_zone {
            depth *= 1.0 - 0.55 * smooth(*radius, 0.3 * radius, (place - *zone).length());
        }
        for (vacuole, radius) in &self.vacuoles {
            depth *= 1.0 - 0.9 * smooth(radius + 0.12, radius - 0.15, (place - *vacuole).length());
        }
        *dyes * depth.max(0.0)
    }

    fn scatter(&self, canvas: &mut Canvas, at: Point, granules: &Granules, rng: &mut Rng) {
        let reach = self.reach();
        for _ in 0..granules.count {
            let radius = rng.within(granules.radius);
            let strength = rng.within([0.45, 1.15]);
            if let Some(place) = self.place(granules, radius, reach, rng) {
                canvas.dot(at + place, radius, granules.dyes * strength);
            }
        }
    }

    /// Somewhere in the cytoplasm, or nowhere when that is not found.
    fn place(&self, granules: &Granules, radius: f32, reach: f32, rng: &mut Rng) -> Option<Point> {
        (0..12).find_map(|_| {
            let (middle, far) = granules.around.unwrap_or((Point::default(), reach));
            let place = middle + Point::toward(rng.angle()) * (far * rng.share().sqrt());
            let kept = rng.share() < granules.over_nucleus;
            let fits = self.outline(place) < -radius - 0.05
                && (kept || self.nucleus.form.distance(place) > 0.5 * radius)
                && self.vacuoles.iter().all(|(at, edge)| (place - *at).length() > *edge);
            fits.then_some(place)
        })
    }
}

impl Nucleus {
    fn dyes(&self, place: Point, inside: f32, texture: Noise) -> Dyes {
        let grain = texture.rough(place * (1.0 / self.clump));
        let clumps = smooth(-0.30, 0.32, grain);
        let wide = texture.at(place * 0.42 + point(9.0, 3.0));
        let mut depth = 1.0 - self.clumped + self.clumped * 1.25 * clumps;
        depth *= 1.0 + 0.18 * wide;
        // Chromatin lies along the membrane.
        depth += 0.22 * smooth(-0.55, -0.10, inside);
        for fold in &self.folds {
            let form = fold_distance(fold, place);
            depth += 0.28 * smooth(0.35, -0.2, form);
        }
        let mut rna = 0.0;
        for (at, radius) in &self.nucleoli {
            let distance = (place - *at).length();
            let within = smooth(radius + 0.25, radius - 0.25, distance);
            depth =
                depth * (1.0 - 0.52 * within) + 0.16 * smooth(0.4, 0.0, (distance - radius).abs());
            rna += 0.40 * within;
        }
        Dyes { dna: self.depth * depth, rna: self.depth * rna, ..Dyes::NONE }
    }
}

fn fold_distance(fold: &Limb, place: Point) -> f32 {
    let axis = fold.to.0 - fold.from.0;
    let along = ((place - fold.from.0).dot(axis) / axis.dot(axis).max(1e-9)).clamp(0.0, 1.0);
    (place - fold.from.0 - axis * along).length() - fold.from.1
}

/// Granules of one kind, everywhere beside the nucleus.
pub fn granules(count: u32, radius: [f32; 2], dyes: Dyes) -> Granules {
    Granules { count, radius, dyes, over_nucleus: 0.0, around: None }
}

/// Vacuoles, somewhere between the middle and the rim.
pub fn vacuoles(count: u32, radius: [f32; 2], cell: f32, rng: &mut Rng) -> Vec<(Point, f32)> {
    (0..count)
        .map(|_| {
            let at = Point::toward(rng.angle()) * (cell * rng.within([0.45, 0.92]));
            (at, rng.within(radius))
        })
        .collect()
}
