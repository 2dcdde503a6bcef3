//! The `Range` header: the bytes that come are those that the answer says they are.

use axum::http::StatusCode;
use domain::access::Role;

use crate::house::{Ask, Reply};
use crate::stage::{Stage, header};

#[test]
fn ranges() {
    let stage = Stage::open();
    fuzz::target!(fuzz::seeds("ranges"), |bytes: &[u8]| {
        let Some(range) = header(bytes) else { return };
        let ask = Ask::get(&format!("/api/v1/images/{}/content", stage.image));
        let reply = stage.ask(stage.by(Role::Hematologist, ask).header("range", &range));
        is_what_it_says(&reply, &stage.file, &range);
    });
}

fn is_what_it_says(reply: &Reply, file: &[u8], range: &str) {
    let length = file.len();
    match reply.status {
        StatusCode::OK => assert_eq!(reply.body, file, "{range}"),
        StatusCode::PARTIAL_CONTENT => {
            let said = reply.header("content-range").unwrap();
            let (first, last) = said.strip_prefix("bytes ").unwrap().split_once('-').unwrap();
            let (last, whole) = last.split_once('/').unwrap();
            let [first, last, whole] = [first, last, whole].map(|n| n.parse::<usize>().unwrap());
            assert_eq!(whole, length, "{range}");
            assert_eq!(reply.body, file[first..=last], "{range}");
        }
        StatusCode::RANGE_NOT_SATISFIABLE => {
            assert_eq!(reply.header("content-range"), Some(&*format!("bytes */{length}")));
        }
        other => panic!("{other} for {range}"),
    }
}
