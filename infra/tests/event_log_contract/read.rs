//! Reading: both directions, limits, beginnings, filters.

use super::*;

pub async fn a_missing_stream_is_empty<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    for direction in [Direction::Forwards, Direction::Backwards] {
        for from in [None, Some(0), Some(5)] {
            assert_eq!(log.read_stream("a-1", from, direction, 10).await.unwrap(), []);
        }
        let all = log.read_all(None, direction, &Filter::All, 10).await.unwrap();
        assert_eq!(all, []);
    }
}

pub async fn a_stream_is_read_in_both_directions<F: Fixture>() {
    use Direction::{Backwards, Forwards};
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", events("A", 5)).await;
    append(&*log, "a-10", events("A", 3)).await;

    let read = async |from, direction, limit| {
        let read = log.read_stream("a-1", from, direction, limit).await.unwrap();
        assert!(read.iter().all(|event| event.stream == "a-1"));
        read.iter().map(|event| event.revision).collect::<Vec<_>>()
    };
    assert_eq!(read(None, Forwards, 10).await, [0, 1, 2, 3, 4]);
    assert_eq!(read(None, Forwards, 2).await, [0, 1]);
    assert_eq!(read(Some(3), Forwards, 10).await, [3, 4]);
    assert_eq!(read(Some(5), Forwards, 10).await, [0u64; 0]);
    assert_eq!(read(None, Backwards, 2).await, [4, 3]);
    assert_eq!(read(Some(1), Backwards, 10).await, [1, 0]);
    assert_eq!(read(Some(9), Backwards, 1).await, [4]);
}

pub async fn the_log_is_read_in_both_directions<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    for i in 0..4 {
        append(&*log, &format!("a-{}", i % 2), events("A", 2)).await;
    }
    let all = everything(&*log).await;
    assert_eq!(all.len(), 8);
    assert!(positions(&all).is_sorted_by(|a, b| a < b), "positions grow");
    assert_eq!(log.head().await.unwrap(), Some(all[7].position));

    let read = async |beyond: Option<Position>, direction, limit| {
        ids(&log.read_all(beyond, direction, &Filter::All, limit).await.unwrap())
    };
    let middle = Some(all[3].position);
    assert_eq!(read(middle, Direction::Forwards, 2).await, ids(&all[4..6]));
    let backwards: Vec<_> = all.iter().rev().cloned().collect();
    assert_eq!(read(None, Direction::Backwards, 3).await, ids(&backwards[..3]));
    assert_eq!(read(middle, Direction::Backwards, 100).await, ids(&backwards[5..]));
    assert!(read(Some(all[7].position), Direction::Forwards, 5).await.is_empty());
    assert!(read(Some(all[0].position), Direction::Backwards, 5).await.is_empty());
}

pub async fn pages_join_without_seam<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    for i in 0..10 {
        append(&*log, &format!("a-{i}"), [events("A", 3), events("B", 2)].concat()).await;
    }
    let all = everything(&*log).await;
    for filter in [Filter::All, Filter::Types(vec!["B".into()])] {
        let (mut pages, mut beyond) = (Vec::new(), None);
        loop {
            let page = log.read_all(beyond, Direction::Forwards, &filter, 7).await.unwrap();
            let more = page.len() == 7;
            beyond = page.last().map(|event| event.position).or(beyond);
            pages.extend(page);
            if !more {
                break;
            }
        }
        let expected: Vec<_> = all.iter().filter(|e| filter.matches(e)).cloned().collect();
        assert_eq!(pages, expected, "{filter:?}");
    }
}

pub async fn types_filter_exactly<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    for kind in ["Image", "ImageVoided", "image", "Image%", "Imag", "Image"] {
        append(&*log, "a-1", events(kind, 1)).await;
    }
    let read = async |kinds: &[&str], direction| {
        let filter = Filter::Types(kinds.iter().map(|&kind| kind.to_owned()).collect());
        let read = log.read_all(None, direction, &filter, 10).await.unwrap();
        read.iter().map(|event| event.revision).collect::<Vec<_>>()
    };
    assert_eq!(read(&["Image"], Direction::Forwards).await, [0, 5]);
    assert_eq!(read(&["image", "Image", "Image"], Direction::Backwards).await, [5, 2, 0]);
    assert_eq!(read(&["Image%"], Direction::Forwards).await, [3]);
    assert_eq!(read(&["Imag", "Absent"], Direction::Forwards).await, [4]);
    assert_eq!(read(&["Absent"], Direction::Forwards).await, [0u64; 0]);
}

pub async fn prefixes_filter_exactly<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let streams = [
        "image-1",
        "image-12",
        "image-2",
        "imagex-1",
        "Image-1",
        "image",
        "im%ge-1",
        "im_ge-1",
        "imáge-1",
        "patient-ü",
        "patient-\u{10ffff}x",
        "a-b-1",
        "a-c-1",
        "-",
    ];
    for stream in streams {
        append(&*log, stream, events("A", 1)).await;
    }
    for stream in streams {
        append(&*log, stream, events("B", 1)).await;
    }
    let all = everything(&*log).await;
    for prefixes in [
        vec!["image-"],
        vec!["image-1"],
        vec!["image-12"],
        vec!["image"],
        vec!["im"],
        vec!["im_"],
        vec!["im%"],
        vec!["imá"],
        vec!["image-", "patient-"],
        vec!["image-1", "image-"],
        vec!["patient-\u{10ffff}"],
        vec!["a-"],
        vec!["a-b"],
        vec!["a-b-1"],
        vec!["-"],
        vec!["image-", "im", "a-", "absent-"],
        vec!["absent"],
    ] {
        let filter = Filter::StreamPrefixes(prefixes.iter().map(|&p| p.to_owned()).collect());
        let expected: Vec<_> = all.iter().filter(|event| filter.matches(event)).cloned().collect();
        let read = log.read_all(None, Direction::Forwards, &filter, 100).await.unwrap();
        assert_eq!(ids(&read), ids(&expected), "{prefixes:?}");

        let beyond = Some(all[14].position);
        let read = log.read_all(beyond, Direction::Backwards, &filter, 3).await.unwrap();
        let before = expected.iter().rev().filter(|event| Some(event.position) < beyond);
        let expected: Vec<_> = before.take(3).cloned().collect();
        assert_eq!(ids(&read), ids(&expected), "{prefixes:?} backwards");
    }
}
