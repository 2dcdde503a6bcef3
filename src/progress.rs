//! How far a stage is: a bar on a terminal, elsewhere a line now and then.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Between two lines.
const EVERY: Duration = Duration::from_secs(10);

/// A stage of the work. Said on standard error.
pub struct Stage {
    name: &'static str,
    bar: ProgressBar,
    said: Instant,
}

impl Stage {
    /// Begins one.
    pub fn begin(name: &'static str) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) =
            ProgressStyle::with_template("{prefix:<20} [{bar:40}] {percent:>3} %  {msg}")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(name);
        if bar.is_hidden() {
            eprintln!("{name} …");
        }
        Self { name, bar, said: Instant::now() }
    }

    /// So many are done, which is so far of all.
    pub fn at(&mut self, done: u64, far: u64, of: u64) {
        self.bar.set_length(of);
        self.bar.set_position(far);
        if !self.bar.is_hidden() {
            self.bar.set_message(done.to_string());
        } else if self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            let percent = far.saturating_mul(100) / of.max(1);
            eprintln!("{}: {done} ({percent} %)", self.name);
        }
    }

    /// So far of all, with words beside it.
    pub fn says(&mut self, far: u64, of: u64, words: String) {
        self.bar.set_length(of);
        self.bar.set_position(far);
        if !self.bar.is_hidden() {
            self.bar.set_message(words);
        } else if self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            eprintln!("{}: {words}", self.name);
        }
    }

    /// A line that stays.
    pub fn tell(&self, line: &str) {
        match self.bar.is_hidden() {
            true => eprintln!("{line}"),
            false => self.bar.println(line),
        }
    }

    /// All is done.
    pub fn end(self) {
        self.bar.finish();
    }
}
