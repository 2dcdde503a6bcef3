//! A client's filter: a regular expression or prefixes, over stream names or types.

use infra::event_log::RecordedEvent;
use regex::Regex;
use tonic::Status;

use crate::wire::client::FilterOptions;
use crate::wire::client::filter_options::{Expression, Filter as By, Window};

/// Which events a client wants.
#[derive(Clone, Debug)]
pub struct Filter {
    matcher: Matcher,
    by_stream: bool,
    /// After so many events looked at, the client is told how far the search is.
    pub interval: u64,
}

#[derive(Clone, Debug)]
enum Matcher {
    Pattern(Regex),
    Prefixes(Vec<String>),
}

impl Filter {
    /// As the client wrote it.
    pub fn new(options: FilterOptions) -> Result<Self, Status> {
        let (expression, by_stream) = match options.filter {
            Some(By::StreamIdentifier(expression)) => (expression, true),
            Some(By::EventType(expression)) => (expression, false),
            None => return Err(Status::invalid_argument("a filter filters by something")),
        };
        let window = match options.window {
            Some(Window::Max(max)) => max,
            _ => 1,
        };
        let interval = u64::from(window) * u64::from(options.checkpoint_interval_multiplier);
        Ok(Self { matcher: matcher(expression)?, by_stream, interval: interval.max(1) })
    }

    /// Whether it lets an event through.
    pub fn matches(&self, event: &RecordedEvent) -> bool {
        let text = if self.by_stream { &event.stream } else { &event.kind };
        match &self.matcher {
            Matcher::Pattern(pattern) => pattern.is_match(text),
            Matcher::Prefixes(prefixes) => prefixes.iter().any(|prefix| text.starts_with(prefix)),
        }
    }
}

fn matcher(expression: Expression) -> Result<Matcher, Status> {
    if expression.regex.is_empty() {
        return Ok(Matcher::Prefixes(expression.prefix));
    }
    let pattern = Regex::new(&expression.regex)
        .map_err(|error| Status::invalid_argument(error.to_string()))?;
    Ok(Matcher::Pattern(pattern))
}
