//! Every metric with its unit and what it says. Names end with their unit; counters with `_total`.

use metrics::{
    Unit, describe_counter as counter, describe_gauge as gauge, describe_histogram as histogram,
};

/// Describes them all, and says at once what never changes.
pub fn describe() {
    gauge!("build_info", "Always 1; the version is a label.");
    metrics::gauge!("build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
    gauge!("process_start_time_seconds", Unit::Seconds, "When the process started, since 1970.");
    metrics::gauge!("process_start_time_seconds").set(now());
    http();
    log();
    work();
    doors();
}

fn http() {
    counter!("http_requests_total", "Requests answered, by method, route and status.");
    histogram!("http_request_seconds", Unit::Seconds, "From a request's headers to its answer's.");
    gauge!("http_connections", "Connections that are open.");
    counter!("http_connections_refused_total", "Connections closed because there were too many.");
    gauge!("http_live_streams", "Clients that follow live events.");
}

fn log() {
    counter!("event_log_events_total", "Events appended.");
    histogram!(
        "event_log_append_seconds",
        Unit::Seconds,
        "From asking for an append to its answer."
    );
    histogram!("event_log_commit_size", "Events written with one flush of the disk.");
    gauge!("event_log_position", "The last event's position.");
    gauge!("read_models_position", "The last event that the read models hold.");
    gauge!("read_models_lag_events", "Events the read models are behind; counts to 10,000.");
    gauge!("read_models_lag_seconds", Unit::Seconds, "Age of the oldest event not yet in them.");
    gauge!("read_models_stopped", "1 while the read models do not get on.");
    gauge!("disk_free_bytes", Unit::Bytes, "What may still be written to the data directory.");
    gauge!("disk_reserved_bytes", Unit::Bytes, "With less free, nothing new is taken in.");
}

fn work() {
    gauge!("function_waiting", "Events that are not settled, in work or not; counts to 10,000.");
    gauge!("function_in_flight", "Events that a function has or will try again.");
    gauge!("function_parked", "Events put aside until somebody replays them.");
    gauge!("function_oldest_seconds", Unit::Seconds, "Age of a function's oldest unsettled event.");
    counter!("function_outcomes_total", "What became of events: done, retried, parked.");
    histogram!("function_seconds", Unit::Seconds, "What a function took for one event.");
    histogram!("classify_batch_size", "Images classified at once.");
    histogram!("classify_inference_seconds", Unit::Seconds, "What the network took for a batch.");
}

fn doors() {
    counter!("sign_ins_total", "Attempts to sign in, by result.");
    histogram!("password_hash_seconds", Unit::Seconds, "What hashing a password took.");
    counter!("blobs_written_bytes_total", Unit::Bytes, "Bytes of images and renditions kept.");
    counter!("trace_spans_total", "Spans for the collector, by what became of them: sent, lost.");
    counter!("blobs_read_bytes_total", Unit::Bytes, "Bytes of images and renditions read.");
}

fn now() -> f64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_secs_f64())
}
