//! Appends: one at a time, and in batches over one call.

use std::collections::HashMap;

use infra::event_log::{Appended, Expected, NewEvent};
use prost::Message;
use tonic::{Code, Status};

use crate::log::{Answer, Log, Wanted};
use crate::wire;
use crate::wire::client::streams::append_resp::success::{CurrentRevisionOption, PositionOption};
use crate::wire::client::streams::append_resp::wrong_expected_version as wrong;
use crate::wire::client::streams::append_resp::{Result as Outcome, Success, WrongExpectedVersion};
use crate::wire::client::streams::batch_append_req::options::ExpectedStreamPosition as Position;
use crate::wire::client::streams::{
    AppendResp, BatchAppendReq, BatchAppendResp, append_req, batch_append_resp,
};
use crate::wire::client::wrong_expected_version as details;
use crate::wire::client::{self, ProposedMessage};

/// What a client expects of a stream in a single append.
pub fn wanted(options: &append_req::Options) -> Result<Wanted, Status> {
    use append_req::options::ExpectedStreamRevision as Revision;
    Ok(match options.expected_stream_revision {
        Some(Revision::Revision(revision)) => Wanted::Guarded(Expected::Revision(revision)),
        Some(Revision::NoStream(())) => Wanted::Guarded(Expected::NoStream),
        Some(Revision::Any(())) => Wanted::Any,
        Some(Revision::StreamExists(())) => Wanted::Exists,
        None => return Err(Status::invalid_argument("no expected revision")),
    })
}

/// An event that a client wants to append.
pub fn proposed(message: ProposedMessage) -> Result<NewEvent, Status> {
    let json = message.metadata.get("content-type").is_some_and(|kind| kind == "application/json");
    Ok(NewEvent {
        id: wire::id(message.id)?,
        kind: message.metadata.get("type").cloned().unwrap_or_default(),
        metadata: wire::marked(json, &message.custom_metadata),
        data: message.data,
    })
}

/// The answer to a single append.
pub fn answer(wanted: Wanted, answer: Answer) -> AppendResp {
    let result = match answer {
        Answer::Taken(appended) => Outcome::Success(success(appended)),
        Answer::Wrong { current } => Outcome::WrongExpectedVersion(WrongExpectedVersion {
            current_revision_option: Some(current.map_or(
                wrong::CurrentRevisionOption::CurrentNoStream(()),
                wrong::CurrentRevisionOption::CurrentRevision,
            )),
            expected_revision_option: Some(match wanted {
                Wanted::Any => wrong::ExpectedRevisionOption::ExpectedAny(()),
                Wanted::Exists => wrong::ExpectedRevisionOption::ExpectedStreamExists(()),
                Wanted::Guarded(Expected::NoStream) => {
                    wrong::ExpectedRevisionOption::ExpectedNoStream(())
                }
                Wanted::Guarded(Expected::Revision(revision)) => {
                    wrong::ExpectedRevisionOption::ExpectedRevision(revision)
                }
            }),
        }),
    };
    AppendResp { result: Some(result) }
}

fn success(appended: Appended) -> Success {
    Success {
        current_revision_option: Some(CurrentRevisionOption::CurrentRevision(appended.revision)),
        position_option: Some(PositionOption::Position(wire::position(appended.position))),
    }
}

/// Appends of one batch call that are not whole yet, by what their client calls them.
#[derive(Default)]
pub struct Batches(HashMap<Vec<u8>, (BatchAppendReq, Vec<ProposedMessage>)>);

impl Batches {
    /// Takes a part; with the last one the whole is appended, and there is an answer.
    pub async fn take(
        &mut self,
        log: &Log,
        mut part: BatchAppendReq,
    ) -> Result<Option<BatchAppendResp>, Status> {
        let name = part.correlation_id.clone().unwrap_or_default().encode_to_vec();
        let messages = std::mem::take(&mut part.proposed_messages);
        let last = part.is_final;
        let (_, all) = self.0.entry(name.clone()).or_insert_with(|| (part, Vec::new()));
        all.extend(messages);
        if !last {
            return Ok(None);
        }
        let Some((first, messages)) = self.0.remove(&name) else { return Ok(None) };
        append(log, first, messages).await.map(Some)
    }
}

async fn append(
    log: &Log,
    first: BatchAppendReq,
    messages: Vec<ProposedMessage>,
) -> Result<BatchAppendResp, Status> {
    let options = first.options.ok_or_else(|| Status::invalid_argument("no options"))?;
    let expected = options.expected_stream_position;
    let wanted = match expected {
        Some(Position::StreamPosition(at)) => Wanted::Guarded(Expected::Revision(at)),
        Some(Position::NoStream(())) => Wanted::Guarded(Expected::NoStream),
        Some(Position::StreamExists(())) => Wanted::Exists,
        Some(Position::Any(())) | None => Wanted::Any,
    };
    let stream = wire::stream(options.stream_identifier.clone())?;
    let events: Vec<_> = messages.into_iter().map(proposed).collect::<Result<_, _>>()?;
    let result = match log.append(&stream, wanted, events).await {
        Ok(Answer::Taken(appended)) => batch_append_resp::Result::Success(success(appended)),
        Ok(Answer::Wrong { current }) => batch_append_resp::Result::Error(refused(wanted, current)),
        Err(status) => batch_append_resp::Result::Error(client::Status {
            code: status.code() as i32,
            message: status.message().to_owned(),
            details: Some(any(
                "BadRequest",
                &client::BadRequest { message: status.message().to_owned() },
            )),
        }),
    };
    use batch_append_resp::ExpectedStreamPosition as Echo;
    Ok(BatchAppendResp {
        correlation_id: first.correlation_id,
        result: Some(result),
        stream_identifier: options.stream_identifier,
        expected_stream_position: expected.map(|expected| match expected {
            Position::StreamPosition(at) => Echo::StreamPosition(at),
            Position::NoStream(()) => Echo::NoStream(()),
            Position::Any(()) => Echo::Any(()),
            Position::StreamExists(()) => Echo::StreamExists(()),
        }),
    })
}

fn refused(wanted: Wanted, current: Option<u64>) -> client::Status {
    use details::{CurrentStreamRevisionOption as Current, ExpectedStreamPositionOption as Expect};
    let details = client::WrongExpectedVersion {
        current_stream_revision_option: Some(
            current.map_or(Current::CurrentNoStream(()), Current::CurrentStreamRevision),
        ),
        expected_stream_position_option: Some(match wanted {
            Wanted::Any => Expect::ExpectedAny(()),
            Wanted::Exists => Expect::ExpectedStreamExists(()),
            Wanted::Guarded(Expected::NoStream) => Expect::ExpectedNoStream(()),
            Wanted::Guarded(Expected::Revision(at)) => Expect::ExpectedStreamPosition(at),
        }),
    };
    client::Status {
        code: Code::Unknown as i32,
        message: "WrongExpectedVersion".into(),
        details: Some(any("WrongExpectedVersion", &details)),
    }
}

fn any(name: &str, message: &impl Message) -> prost_types::Any {
    prost_types::Any {
        type_url: format!("type.googleapis.com/event_store.client.{name}"),
        value: message.encode_to_vec(),
    }
}
