//! Two columns and how they compare.

use std::fmt;
use std::time::Duration;

/// A row of each: what, its values in the order they came, and their unit.
#[derive(Default)]
pub struct Table(Vec<(String, Vec<f64>, &'static str)>);

impl Table {
    pub fn rate(&mut self, what: &str, a_second: f64) {
        self.add(what, a_second, "/s");
    }

    pub fn time(&mut self, what: &str, time: Duration) {
        self.add(what, time.as_secs_f64() * 1e3, " ms");
    }

    fn add(&mut self, what: &str, value: f64, unit: &'static str) {
        match self.0.iter_mut().find(|(known, ..)| known == what) {
            Some((_, values, _)) => values.push(value),
            None => self.0.push((what.to_owned(), vec![value], unit)),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | embedded | servers | servers / embedded |\n| --- | --- | --- | --- |")?;
        for (what, values, unit) in &self.0 {
            let [embedded, servers] = values[..] else { continue };
            let ratio = servers / embedded;
            writeln!(f, "| {what} | {embedded:.0}{unit} | {servers:.0}{unit} | {ratio:.3} |")?;
        }
        Ok(())
    }
}
