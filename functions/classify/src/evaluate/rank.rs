//! How well a score tells two kinds of pictures apart.

/// Area under the ROC curve: the chance that a score of `greater` is above one of `lesser`; equal
/// ones count half (Mann and Whitney 1947). None when either is empty.
pub fn auroc(greater: &[f64], lesser: &[f64]) -> Option<f64> {
    if greater.is_empty() || lesser.is_empty() {
        return None;
    }
    let mut sorted = lesser.to_vec();
    sorted.sort_by(f64::total_cmp);
    let below = |score: &f64| {
        let less = sorted.partition_point(|other| other.total_cmp(score).is_lt());
        let up_to = sorted.partition_point(|other| other.total_cmp(score).is_le());
        f64::midpoint(less as f64, up_to as f64)
    };
    let won: f64 = greater.iter().map(below).sum();
    Some(won / (greater.len() as f64 * lesser.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::auroc;

    #[test]
    fn the_area_is_the_chance_of_the_right_order() {
        assert_eq!(auroc(&[3.0, 4.0], &[1.0, 2.0]), Some(1.0));
        assert_eq!(auroc(&[1.0, 2.0], &[3.0, 4.0]), Some(0.0));
        assert_eq!(auroc(&[0.8, 0.4], &[0.1, 0.35, 0.4]), Some(5.5 / 6.0));
        assert_eq!(auroc(&[2.0; 3], &[2.0; 5]), Some(0.5), "equal scores tell nothing");
        assert_eq!(auroc(&[f64::INFINITY], &[0.0]), Some(1.0));
        assert_eq!(auroc(&[], &[1.0]), None);
    }
}
