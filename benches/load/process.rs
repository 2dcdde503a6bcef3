//! How much processor time a process has taken, as Linux counts it.

use std::time::Duration;

/// Ticks a second in `/proc`: the same on every Linux (`USER_HZ`, see proc(5)).
const TICKS: u32 = 100;

/// User and system time of a process with all its threads; nothing where there is no `/proc`.
pub fn cpu_time(id: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // The name, in brackets, may hold anything; the fields after it are numbers.
    let fields = stat.rsplit(") ").next().unwrap_or_default().split_whitespace();
    let ticks: u32 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
    Duration::from_secs(1) * ticks / TICKS
}

/// Bytes of memory that a process holds (resident); nothing where there is no `/proc`.
pub fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() * 1024
}
