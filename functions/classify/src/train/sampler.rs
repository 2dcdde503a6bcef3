//! Which picture is shown when: every class as often as any other, however many pictures it has.

use crate::random::Random;

/// The pictures of an epoch, by number, as many as asked for. Classes take turns in an order that is dealt anew each
/// round; the pictures of a class come in an order that is dealt anew when all were shown.
pub fn order(labels: &[usize], classes: usize, count: usize, random: &mut Random) -> Vec<usize> {
    let mut members = vec![Vec::new(); classes];
    for (at, label) in labels.iter().enumerate() {
        members[*label].push(at);
    }
    members.retain(|members| !members.is_empty());
    let mut waiting = vec![Vec::new(); members.len()];
    let mut turns = Vec::new();
    let mut order = Vec::with_capacity(count);
    while order.len() < count && !members.is_empty() {
        if turns.is_empty() {
            turns = (0..members.len()).collect();
            random.shuffle(&mut turns);
        }
        let Some(class) = turns.pop() else { break };
        if waiting[class].is_empty() {
            waiting[class].clone_from(&members[class]);
            random.shuffle(&mut waiting[class]);
        }
        order.extend(waiting[class].pop());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_class_is_shown_as_often_as_a_common_one() {
        let labels: Vec<usize> = (0..30).map(|at| usize::from(at >= 27)).collect();
        let order = order(&labels, 2, 54, &mut Random(1));
        let mut times = [0; 30];
        order.iter().for_each(|at| times[*at] += 1);
        assert_eq!(times[..27], [1; 27], "each picture once before any is shown again");
        assert_eq!(times[27..], [9; 3]);
        assert!(order.chunks(2).all(|pair| labels[pair[0]] != labels[pair[1]]));
    }
}
