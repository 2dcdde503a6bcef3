//! Persistent subscriptions: which exist, their settings, and where they stand. The embedded log's groups
//! do the work; what KurrentDB has beside them is kept in streams, as there.

mod info;
mod parked;
mod session;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use infra::event_log::{
    Direction, EventLog, Filter as Everything, GroupSettings, NewEvent, RecordedEvent,
};
use prost::Message;
use tokio::sync::{Mutex, watch};
use tonic::{Code, Status};
use uuid::Uuid;

pub use self::session::{Responses, read};
use crate::filter::Filter;
use crate::log::{Log, Wanted, status};
use crate::wire;
use crate::wire::client::persistent_subscriptions::all_options::{AllOption, FilterOption};
use crate::wire::client::persistent_subscriptions::options::StreamOption;
use crate::wire::client::persistent_subscriptions::settings::MessageTimeout;
use crate::wire::client::persistent_subscriptions::{Options, Settings};
use crate::wire::client::stream_options::RevisionOption;

/// Streams that say which groups there are; an event for each change of one.
const CONFIG: &str = "$persistentSubscriptionConfig::";
const CREATED: &str = "$PersistentConfig";
const DELETED: &str = "$PersistentConfigDeleted";

/// A group: what it reads, and how.
#[derive(Clone, Debug)]
pub struct Group {
    /// `$all`, or the stream's name.
    pub source: String,
    /// Its name.
    pub name: String,
    /// As its client wrote them.
    pub options: Options,
    /// What the embedded log calls it: a group that was deleted and made again is another one.
    pub inner: String,
    filter: Option<Filter>,
    /// Moves when its consumers have to leave.
    changed: Arc<watch::Sender<()>>,
}

/// All groups. Cheap to clone.
#[derive(Clone)]
pub struct Groups {
    log: Log,
    known: Arc<Mutex<BTreeMap<(String, String), Group>>>,
}

impl Groups {
    /// The groups that a log knows.
    pub async fn open(log: Log) -> Result<Self, Status> {
        let streams = Everything::StreamPrefixes(vec![CONFIG.into()]);
        let changes = log.0.read_all(None, Direction::Forwards, &streams, usize::MAX).await;
        let mut known = BTreeMap::new();
        for change in changes.map_err(status)? {
            let group = remembered(&change)?;
            let key = (group.source.clone(), group.name.clone());
            match change.kind == DELETED {
                true => known.remove(&key),
                false => known.insert(key, group),
            };
        }
        Ok(Self { log, known: Arc::new(Mutex::new(known)) })
    }

    /// Makes a group.
    pub async fn create(&self, options: Options) -> Result<(), Status> {
        let source = source(&options)?;
        let mut known = self.known.lock().await;
        let key = (source.clone(), options.group_name.clone());
        if known.contains_key(&key) {
            let text = format!("Subscription group {} on {source} exists.", key.1);
            let name = "persistent-subscription-exists";
            return Err(wire::exception(Code::AlreadyExists, name, text));
        }
        let group = group(source, options, &Uuid::new_v4().simple().to_string())?;
        self.log.0.ensure_group(&group.inner, self.inner(&group).await?).await.map_err(status)?;
        self.remember(&group, CREATED).await?;
        known.insert(key, group);
        Ok(())
    }

    /// Gives a group other settings; it keeps its place and its filter.
    pub async fn update(&self, options: Options) -> Result<(), Status> {
        let source = source(&options)?;
        let mut known = self.known.lock().await;
        let key = (source, options.group_name.clone());
        let group = known.get_mut(&key).ok_or_else(|| absent(&key.1))?;
        group.options.settings = options.settings;
        let group = group.clone();
        self.log.0.ensure_group(&group.inner, self.inner(&group).await?).await.map_err(status)?;
        self.remember(&group, CREATED).await?;
        group.changed.send_replace(());
        Ok(())
    }

    /// Ends a group, and what it had parked.
    pub async fn delete(&self, source: &str, name: &str) -> Result<(), Status> {
        let key = (source.to_owned(), name.to_owned());
        let group = self.known.lock().await.remove(&key).ok_or_else(|| absent(name))?;
        self.remember(&group, DELETED).await?;
        parked::forget(&self.log, &group).await?;
        group.changed.send_replace(());
        Ok(())
    }

    /// A group by what it reads and its name.
    pub async fn find(&self, source: &str, name: &str) -> Result<Group, Status> {
        let key = (source.to_owned(), name.to_owned());
        self.known.lock().await.get(&key).cloned().ok_or_else(|| absent(name))
    }

    async fn remember(&self, group: &Group, kind: &str) -> Result<(), Status> {
        let event = NewEvent {
            id: Uuid::new_v4(),
            kind: kind.into(),
            data: Bytes::from(group.options.encode_to_vec()),
            metadata: wire::marked(false, group.inner.as_bytes()),
        };
        let stream = format!("{CONFIG}{}::{}", group.source, group.name);
        self.log.append(&stream, Wanted::Any, vec![event]).await.map(drop)
    }

    /// The settings for the embedded log: it looks at everything, and what is not wanted is settled here.
    /// KurrentDB retries at once, and counts before it parks; so does [`session`].
    async fn inner(&self, group: &Group) -> Result<GroupSettings, Status> {
        let head = self.log.0.head().await.map_err(status)?;
        let from = match &group.options.stream_option {
            Some(StreamOption::All(all)) => match all.all_option {
                Some(AllOption::Position(at)) => wire::seen(at.commit_position),
                Some(AllOption::Start(())) => None,
                Some(AllOption::End(())) | None => head,
            },
            Some(StreamOption::Stream(of)) => match of.revision_option {
                Some(RevisionOption::End(())) => head,
                _ => None,
            },
            None => None,
        };
        Ok(GroupSettings {
            filter: Everything::All,
            from,
            max_retries: u32::MAX,
            settle_timeout: group.timeout(),
            min_backoff: Duration::ZERO,
            max_backoff: Duration::ZERO,
        })
    }
}

impl Group {
    fn settings(&self) -> Settings {
        self.options.settings.clone().unwrap_or_default()
    }

    fn timeout(&self) -> Duration {
        let milliseconds = match self.settings().message_timeout {
            Some(MessageTimeout::MessageTimeoutMs(milliseconds)) => i64::from(milliseconds),
            Some(MessageTimeout::MessageTimeoutTicks(ticks)) => ticks / 10_000,
            None => 30_000,
        };
        Duration::from_millis(milliseconds.max(1).cast_unsigned())
    }

    /// Whether it wants an event.
    fn wants(&self, event: &RecordedEvent) -> bool {
        // What the groups themselves write would otherwise never come to an end.
        if event.stream.contains("$persistent") {
            return false;
        }
        match (&self.filter, &self.options.stream_option) {
            (_, Some(StreamOption::Stream(of))) => {
                let first = match of.revision_option {
                    Some(RevisionOption::Revision(revision)) => revision,
                    _ => 0,
                };
                event.stream == self.source && event.revision >= first
            }
            (Some(filter), _) => filter.matches(event),
            (None, _) => true,
        }
    }
}

fn remembered(change: &RecordedEvent) -> Result<Group, Status> {
    let damaged = |_| Status::data_loss("a group's settings are damaged");
    let options = Options::decode(change.data.clone()).map_err(damaged)?;
    let inner = String::from_utf8_lossy(&wire::metadata(change)).into_owned();
    let made = inner.rsplit('#').next().unwrap_or_default().to_owned();
    group(source(&options)?, options, &made)
}

fn group(source: String, options: Options, made: &str) -> Result<Group, Status> {
    let filter = match &options.stream_option {
        Some(StreamOption::All(all)) => match &all.filter_option {
            Some(FilterOption::Filter(filter)) => Some(Filter::new(filter.clone())?),
            _ => None,
        },
        _ => None,
    };
    let (name, changed) = (options.group_name.clone(), Arc::new(watch::Sender::new(())));
    let inner = format!("{source}::{name}#{made}");
    Ok(Group { source, name, options, inner, filter, changed })
}

fn source(options: &Options) -> Result<String, Status> {
    match &options.stream_option {
        Some(StreamOption::All(_)) => Ok("$all".into()),
        Some(StreamOption::Stream(of)) => wire::stream(of.stream_identifier.clone()),
        None => Err(Status::invalid_argument("a group reads $all or a stream")),
    }
}

/// No group has this name.
pub fn absent(name: &str) -> Status {
    let text = format!("Subscription group {name} does not exist.");
    wire::exception(Code::NotFound, "persistent-subscription-does-not-exist", text)
}
