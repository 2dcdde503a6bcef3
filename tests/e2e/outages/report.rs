//! What was measured, as a table.

use std::fmt::Write as _;
use std::time::Duration;

use super::work::{Answers, Done};
use super::{Back, Fault};

/// One fault of one engine.
pub struct Row {
    pub engine: &'static str,
    pub fault: Fault,
    /// From its beginning to its end.
    pub lasted: Duration,
    /// Until the server said of itself that it is not ready.
    pub noticed: Option<Duration>,
    /// What people were told from its beginning until all went on.
    pub answers: Answers,
    /// From its end until all went on.
    pub back: Back,
}

/// Prints it, also when the test passes.
pub fn print(rows: &[Row], done: &Done) {
    let mut text = String::from(
        "\n| engine | fault | lasted | noticed after | done / later / no answer | longest answer | \
         changes again after | predictions | ready |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        let Answers { done, later, none, longest } = &row.answers;
        let noticed = row.noticed.map_or("–".to_owned(), seconds);
        writeln!(
            text,
            "| {} | {:?} | {} | {noticed} | {done} / {later} / {none} | {} | {} | {} | {} |",
            row.engine,
            row.fault,
            seconds(row.lasted),
            seconds(*longest),
            seconds(row.back.writes),
            seconds(row.back.predictions),
            seconds(row.back.ready),
        )
        .unwrap();
    }
    let (patients, images) = (done.patients.len(), done.images.len());
    let verdicts = done.verdicts.len();
    writeln!(text, "{patients} patients, {images} images, {verdicts} verdicts acknowledged")
        .unwrap();
    crate::contract::say(&text);
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
