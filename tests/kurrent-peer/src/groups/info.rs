//! What a group says of itself.

use infra::event_log::{EventLog, GroupStatus};
use tonic::Status;

use super::{Group, Groups, absent};
use crate::log::status;
use crate::wire;
use crate::wire::client::persistent_subscriptions::SubscriptionInfo;
use crate::wire::client::persistent_subscriptions::all_options::AllOption;
use crate::wire::client::persistent_subscriptions::options::StreamOption;
use crate::wire::client::persistent_subscriptions::settings::CheckpointAfter;
use crate::wire::client::persistent_subscriptions::subscription_info::ConnectionInfo;
use crate::wire::client::stream_options::RevisionOption;

impl Groups {
    /// Where a group stands.
    pub async fn info(&self, source: &str, name: &str) -> Result<SubscriptionInfo, Status> {
        let group = self.find(source, name).await?;
        let all = self.log.0.groups().await.map_err(status)?;
        let place = all.into_iter().find(|known| known.name == group.inner);
        self.describe(&group, place.ok_or_else(|| absent(name))?).await
    }

    /// Where all groups stand, or those that read one source.
    pub async fn list(&self, source: Option<&str>) -> Result<Vec<SubscriptionInfo>, Status> {
        let groups: Vec<Group> = self.known.lock().await.values().cloned().collect();
        let wanted = |group: &&Group| source.is_none_or(|source| source == group.source);
        let all = self.log.0.groups().await.map_err(status)?;
        let mut list = Vec::new();
        for group in groups.iter().filter(wanted) {
            if let Some(place) = all.iter().find(|known| known.name == group.inner) {
                list.push(self.describe(group, place.clone()).await?);
            }
        }
        match source {
            Some(source) if list.is_empty() => Err(absent(source)),
            _ => Ok(list),
        }
    }

    async fn describe(
        &self,
        group: &Group,
        place: GroupStatus,
    ) -> Result<SubscriptionInfo, Status> {
        let settings = group.settings();
        let checkpoint = place.checkpoint.map(|at| wire::position(at).commit_position);
        let in_flight = i32::try_from(place.in_flight).unwrap_or(i32::MAX);
        let text = |at: Option<u64>| at.map_or(String::new(), |at| format!("C:{at}/P:{at}"));
        let of_all = group.source == "$all";
        let milliseconds = i32::try_from(group.timeout().as_millis()).unwrap_or(i32::MAX);
        Ok(SubscriptionInfo {
            event_source: group.source.clone(),
            group_name: group.name.clone(),
            status: "Live".into(),
            // How many there are; who they are is not known here.
            connections: vec![ConnectionInfo::default(); group.changed.receiver_count()],
            last_checkpointed_event_position: text(checkpoint.filter(|_| of_all)),
            resolve_link_tos: settings.resolve_links,
            start_from: start(group),
            message_timeout_milliseconds: milliseconds,
            extra_statistics: settings.extra_statistics,
            max_retry_count: settings.max_retry_count,
            live_buffer_size: settings.live_buffer_size,
            buffer_size: settings.history_buffer_size,
            read_batch_size: settings.read_batch_size,
            check_point_after_milliseconds: match settings.checkpoint_after {
                Some(CheckpointAfter::CheckpointAfterMs(milliseconds)) => milliseconds,
                _ => 2000,
            },
            min_check_point_count: settings.min_checkpoint_count,
            max_check_point_count: settings.max_checkpoint_count,
            total_in_flight_messages: in_flight,
            outstanding_messages_count: in_flight,
            retry_buffer_count: i32::try_from(place.again).unwrap_or(i32::MAX),
            named_consumer_strategy: "RoundRobin".into(),
            max_subscriber_count: settings.max_subscriber_count,
            parked_message_count: self.parked(group).await?.cast_signed(),
            ..SubscriptionInfo::default()
        })
    }
}

fn start(group: &Group) -> String {
    match &group.options.stream_option {
        Some(StreamOption::All(all)) => match all.all_option {
            Some(AllOption::Position(at)) => {
                format!("C:{}/P:{}", at.commit_position, at.prepare_position)
            }
            Some(AllOption::Start(())) => "C:0/P:0".into(),
            _ => "C:-1/P:-1".into(),
        },
        Some(StreamOption::Stream(of)) => match of.revision_option {
            Some(RevisionOption::Revision(revision)) => revision.to_string(),
            Some(RevisionOption::End(())) => "-1".into(),
            _ => "0".into(),
        },
        None => String::new(),
    }
}
