//! One consumer of a group, over its call: events out, acknowledgements in.

use std::collections::HashMap;
use std::pin::Pin;

use async_stream::try_stream;
use futures::{Stream, StreamExt};
use infra::event_log::{Delivery, EventLog, LogError, Settlement};
use tonic::{Code, Status, Streaming};
use uuid::Uuid;

use super::{Group, Groups, parked};
use crate::faults::Faults;
use crate::log::{Log, status};
use crate::wire;
use crate::wire::client::persistent_subscriptions::read_req::options::StreamOption;
use crate::wire::client::persistent_subscriptions::read_req::{Action, Content, Nack};
use crate::wire::client::persistent_subscriptions::read_resp::{
    Content as Said, ReadEvent, SubscriptionConfirmation, read_event,
};
use crate::wire::client::persistent_subscriptions::{ReadReq, ReadResp};

/// What is sent to a consumer, as it takes it.
pub type Responses = Pin<Box<dyn Stream<Item = Result<ReadResp, Status>> + Send>>;

/// Joins a group.
pub async fn read(
    log: Log,
    groups: &Groups,
    faults: &Faults,
    mut requests: Streaming<ReadReq>,
) -> Result<Responses, Status> {
    let first = requests.message().await?.and_then(|request| request.content);
    let Some(Content::Options(options)) = first else {
        return Err(Status::invalid_argument("the first message says which group"));
    };
    let source = match options.stream_option {
        Some(StreamOption::StreamIdentifier(stream)) => wire::stream(Some(stream))?,
        _ => "$all".to_owned(),
    };
    let group = groups.find(&source, &options.group_name).await?;
    let buffer = usize::try_from(options.buffer_size).unwrap_or(10).max(1);
    let mut consumer = log.0.join_group(&group.inner, buffer).await.map_err(status)?;
    let (mut faults, mut changed) = (faults.listen(), group.changed.subscribe());
    Ok(Box::pin(try_stream! {
        let mut session = Session { log, group, held: HashMap::new() };
        yield said(Said::SubscriptionConfirmation(SubscriptionConfirmation {
            subscription_id: format!("{source}::{}", options.group_name),
        }));
        loop {
            let heard = tokio::select! {
                ended = faults.ended() => Heard::Ended(ended),
                _ = changed.changed() => Heard::Ended(Err(dropped())),
                request = requests.next() => Heard::Request(request),
                delivery = consumer.next() => Heard::Delivery(delivery),
            };
            match heard {
                Heard::Request(Some(Ok(request))) => {
                    if session.take(request).await? == Then::Stop {
                        return;
                    }
                }
                // The client is gone: what it held is dropped with the session.
                Heard::Request(_) => return,
                Heard::Delivery(Some(Ok(delivery))) => {
                    if let Some(event) = session.deliver(delivery).await? {
                        yield event;
                    }
                }
                Heard::Delivery(_) => Err(dropped())?,
                Heard::Ended(ended) => {
                    ended?;
                    return;
                }
            }
        }
    }))
}

/// What a session waits for.
enum Heard {
    Request(Option<Result<ReadReq, Status>>),
    Delivery(Option<Result<Delivery, LogError>>),
    Ended(Result<(), Status>),
}

#[derive(PartialEq)]
enum Then {
    GoOn,
    Stop,
}

struct Session {
    log: Log,
    group: Group,
    /// What the client has.
    held: HashMap<Uuid, Delivery>,
}

impl Session {
    /// What is sent of a delivery; none when it is nothing for this group, or was tried too often.
    async fn deliver(&mut self, delivery: Delivery) -> Result<Option<ReadResp>, Status> {
        let event = &delivery.event;
        if !self.group.wants(event) {
            delivery.settle(Settlement::Done);
            return Ok(None);
        }
        let limit = self.group.settings().max_retry_count;
        let retries = i32::try_from(delivery.retries).unwrap_or(i32::MAX);
        if retries > limit {
            self.park(delivery, format!("Reached retry count of {limit}")).await?;
            return Ok(None);
        }
        let mut resolved = None;
        if self.group.settings().resolve_links {
            resolved = self.log.resolve(event).await?;
        }
        let commit = wire::position(event.position).commit_position;
        let sent = match resolved {
            Some(resolved) => (wire::event(&resolved), Some(wire::event(event))),
            None => (wire::event(event), None),
        };
        self.held.insert(event.id, delivery);
        Ok(Some(said(Said::Event(ReadEvent {
            event: Some(sent.0),
            link: sent.1,
            position: Some(read_event::Position::CommitPosition(commit)),
            count: Some(read_event::Count::RetryCount(retries)),
        }))))
    }

    async fn take(&mut self, request: ReadReq) -> Result<Then, Status> {
        match request.content {
            Some(Content::Ack(ack)) => {
                for id in ack.ids {
                    if let Some(delivery) = self.held.remove(&wire::id(Some(id))?) {
                        delivery.settle(Settlement::Done);
                    }
                }
                Ok(Then::GoOn)
            }
            Some(Content::Nack(nack)) => self.refused(nack).await,
            _ => Ok(Then::GoOn),
        }
    }

    /// Puts an event aside; on the disk, link and all, before the next message is looked at.
    async fn park(&self, delivery: Delivery, reason: String) -> Result<(), Status> {
        parked::park(&self.log, &self.group, &delivery.event, &reason).await?;
        delivery.settle(Settlement::Park(reason));
        self.log.0.groups().await.map(drop).map_err(status)
    }

    async fn refused(&mut self, nack: Nack) -> Result<Then, Status> {
        let action = nack.action();
        for id in nack.ids {
            let Some(delivery) = self.held.remove(&wire::id(Some(id))?) else { continue };
            match action {
                Action::Unknown | Action::Retry => {
                    delivery.settle(Settlement::Retry(nack.reason.clone()));
                }
                Action::Park => {
                    let reason = format!("Client explicitly NAK'ed message.\n{}", nack.reason);
                    self.park(delivery, reason).await?;
                }
                Action::Skip => delivery.settle(Settlement::Done),
                Action::Stop => return Ok(Then::Stop),
            }
        }
        Ok(Then::GoOn)
    }
}

fn dropped() -> Status {
    let text = "Subscription group was dropped.";
    wire::exception(Code::Cancelled, "persistent-subscription-dropped", text)
}

fn said(content: Said) -> ReadResp {
    ReadResp { content: Some(content) }
}
