//! Cells that are cut out of fields.
#![allow(clippy::unwrap_used, missing_docs)]

use samples::{Field, Key, Label};

const EDGE: u32 = 240;

fn field(number: u32) -> Field {
    Field::draw(Label::Cml, Key { seed: 3, patient: 1, field: Some(number) }, 1024)
}

#[test]
fn each_is_a_square_with_a_dark_nucleus_in_its_middle_on_a_lighter_ground() {
    let crops: Vec<_> = (0..3).flat_map(|number| field(number).crops(EDGE).unwrap()).collect();
    assert!(crops.len() >= 3, "{}", crops.len());
    for crop in crops {
        let picture = image::load_from_memory(&crop.jpeg).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (EDGE, EDGE));
        assert!(crop.kind.is_nucleated(), "{:?}", crop.kind);
        // Nuclei take the most red light of all there is.
        let red = |from: u32, to: u32| {
            let places = (from..to).flat_map(|x| (from..to).map(move |y| (x, y)));
            let all: Vec<u32> = places.map(|(x, y)| picture.get_pixel(x, y).0[0].into()).collect();
            all.iter().sum::<u32>() / all.len() as u32
        };
        assert!(red(80, 160) < red(0, EDGE), "{:?}", crop.kind);
    }
}

#[test]
fn the_same_field_gives_the_same_cells() {
    let bytes = || field(0).crops(EDGE).unwrap().into_iter().map(|crop| crop.jpeg);
    assert!(bytes().eq(bytes()));
}

#[test]
fn nothing_is_cut_beyond_the_edge() {
    assert_eq!(field(0).crops(2_000).unwrap().len(), 0);
}
