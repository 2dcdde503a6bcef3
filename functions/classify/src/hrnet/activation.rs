//! Where in a picture a logit comes from, at the network's highest resolution.
//!
//! The head reads four maps. Between them and a logit there are only convolutions, sums, a mean and
//! rectified units, so that a logit is the sum over all places of activation times gradient, plus what
//! biases add whatever the picture shows. Each product is what a place adds to the logit (HiResCAM,
//! Draelos and Carin 2020, “Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional
//! neural networks”). A place of a lower resolution covers several of the highest, and what it adds is
//! spread over them and their neighbours, so that the sum stays.

use candle_core::{D, Result, Tensor, Var};

use super::HrNet;

/// What each place of a picture adds to a class's logit.
#[derive(Clone, Debug, PartialEq)]
pub struct ActivationMap {
    /// Places down: a quarter of the picture's pixels.
    pub rows: usize,
    /// Places across.
    pub columns: usize,
    /// What each place adds, row by row; below zero what speaks against the class.
    pub shares: Vec<f32>,
    /// What biases add, whatever the picture shows.
    pub bias: f32,
    /// The class's logit: the sum of all of the above.
    pub logit: f32,
}

impl HrNet {
    /// What each place of each of the [`HrNet::maps`] of one picture adds to a class's logit (height ×
    /// width, the highest resolution first), and the logit.
    ///
    /// # Errors
    /// The device failed, or there is no such class.
    pub fn shares(&self, maps: &[Tensor], class: usize) -> Result<(Vec<Tensor>, f32)> {
        let maps = maps.iter().map(Var::from_tensor).collect::<Result<Vec<_>>>()?;
        let read: Vec<Tensor> = maps.iter().map(|map| map.as_tensor().clone()).collect();
        let logit = self.read(&read)?.get(0)?.get(class)?;
        let gradients = logit.backward()?;
        let share = |map: &Var| {
            let gradient = gradients.get(map).expect("the head reads every map");
            (map.as_tensor() * gradient)?.sum(D::Minus(3))?.squeeze(0)
        };
        Ok((maps.iter().map(share).collect::<Result<_>>()?, logit.to_scalar()?))
    }

    /// The map of one picture (1 × 3 × height × width, multiples of 32) for a class.
    ///
    /// # Errors
    /// The device failed, or there is no such class.
    pub fn activation_map(&self, x: &Tensor, class: usize) -> Result<ActivationMap> {
        let (all, logit) = self.shares(&self.maps(x)?, class)?;
        let (rows, columns) = all[0].dims2()?;
        let mut shares = vec![0.0; rows * columns];
        for coarse in &all {
            let (down, across) = coarse.dims2()?;
            let values = coarse.flatten_all()?.to_vec1::<f32>()?;
            let (downwards, sidewards) = (spread(down, rows), spread(across, columns));
            for (value, at) in values.iter().zip(0..) {
                for &(row, part_down) in &downwards[at / across] {
                    for &(column, part_across) in &sidewards[at % across] {
                        shares[row * columns + column] += value * part_down * part_across;
                    }
                }
            }
        }
        let bias = logit - shares.iter().sum::<f32>();
        Ok(ActivationMap { rows, columns, shares, bias, logit })
    }
}

/// Over which of `fine` places each of `coarse` ones along the same edge is spread, and how much of it
/// each gets: less with the distance, and 1 in all.
fn spread(coarse: usize, fine: usize) -> Vec<Vec<(usize, f32)>> {
    let covered = (fine / coarse) as f32;
    let near =
        |from: usize, to: usize| 1.0 - ((to as f32 + 0.5) / covered - (from as f32 + 0.5)).abs();
    let parts = |from: usize| {
        let parts: Vec<(usize, f32)> =
            (0..fine).map(|to| (to, near(from, to))).filter(|(_, part)| *part > 0.0).collect();
        let sum: f32 = parts.iter().map(|(_, part)| part).sum();
        parts.into_iter().map(|(to, part)| (to, part / sum)).collect()
    };
    (0..coarse).map(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn what_is_spread_is_kept_whole_and_near() {
        assert_eq!(spread(3, 3), [[(0, 1.0)], [(1, 1.0)], [(2, 1.0)]]);
        for (coarse, fine) in [(28, 56), (14, 56), (7, 56), (1, 4)] {
            for (from, parts) in spread(coarse, fine).into_iter().enumerate() {
                let sum: f32 = parts.iter().map(|(_, part)| part).sum();
                assert!((sum - 1.0).abs() < 1e-6, "{coarse} → {fine}: {sum}");
                let covered = fine / coarse;
                let reach = from.saturating_sub(1) * covered..(from + 2) * covered;
                assert!(parts.iter().all(|(to, _)| reach.contains(to)), "{from}: {parts:?}");
            }
        }
    }
}
