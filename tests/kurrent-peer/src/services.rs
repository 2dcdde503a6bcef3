//! The services, each a short way from its messages to who answers them.

use std::net::SocketAddr;
use std::pin::Pin;

use async_stream::try_stream;
use futures::Stream;
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use crate::faults::Faults;
use crate::groups::{self, Groups};
use crate::log::Log;
use crate::wire::client::gossip::gossip_server::Gossip;
use crate::wire::client::gossip::{ClusterInfo, EndPoint, MemberInfo};
use crate::wire::client::persistent_subscriptions as persistent;
use crate::wire::client::persistent_subscriptions::persistent_subscriptions_server::PersistentSubscriptions;
use crate::wire::client::persistent_subscriptions::{
    delete_req, get_info_req, list_req, replay_parked_req,
};
use crate::wire::client::server_features::server_features_server::ServerFeatures;
use crate::wire::client::server_features::{SupportedMethod, SupportedMethods};
use crate::wire::client::streams::streams_server::Streams;
use crate::wire::client::streams::{
    AppendReq, AppendResp, BatchAppendReq, BatchAppendResp, ReadReq, append_req,
};
use crate::{append, read, wire};

type Answer<T> = Result<Response<T>, Status>;

/// Everything that is served. Cheap to clone.
#[derive(Clone)]
pub struct Server {
    pub(crate) log: Log,
    pub(crate) groups: Groups,
    pub(crate) faults: Faults,
    pub(crate) address: SocketAddr,
}

#[tonic::async_trait]
impl Streams for Server {
    type ReadStream = read::Responses;

    async fn read(&self, request: Request<ReadReq>) -> Answer<Self::ReadStream> {
        read::read(self.log.clone(), &self.faults, request.into_inner()).map(Response::new)
    }

    async fn append(&self, request: Request<Streaming<AppendReq>>) -> Answer<AppendResp> {
        let mut parts = request.into_inner();
        let first = parts.message().await?.and_then(|part| part.content);
        let Some(append_req::Content::Options(options)) = first else {
            return Err(Status::invalid_argument("the first message says to which stream"));
        };
        let mut events = Vec::new();
        while let Some(part) = parts.message().await? {
            if let Some(append_req::Content::ProposedMessage(message)) = part.content {
                events.push(append::proposed(message)?);
            }
        }
        let wanted = append::wanted(&options)?;
        let stream = wire::stream(options.stream_identifier)?;
        let answer = self.log.append(&stream, wanted, events).await?;
        Ok(Response::new(append::answer(wanted, answer)))
    }

    type BatchAppendStream = Pin<Box<dyn Stream<Item = Result<BatchAppendResp, Status>> + Send>>;

    async fn batch_append(
        &self,
        request: Request<Streaming<BatchAppendReq>>,
    ) -> Answer<Self::BatchAppendStream> {
        let (log, mut parts) = (self.log.clone(), request.into_inner());
        Ok(Response::new(Box::pin(try_stream! {
            let mut batches = append::Batches::default();
            while let Some(part) = parts.message().await? {
                if let Some(answer) = batches.take(&log, part).await? {
                    yield answer;
                }
            }
        })))
    }
}

#[tonic::async_trait]
impl PersistentSubscriptions for Server {
    async fn create(&self, request: Request<persistent::CreateReq>) -> Answer<()> {
        self.groups.create(given(request.into_inner().options)?).await.map(Response::new)
    }

    async fn update(&self, request: Request<persistent::UpdateReq>) -> Answer<()> {
        self.groups.update(given(request.into_inner().options)?).await.map(Response::new)
    }

    async fn delete(&self, request: Request<persistent::DeleteReq>) -> Answer<()> {
        let options = given(request.into_inner().options)?;
        let source = match options.stream_option {
            Some(delete_req::options::StreamOption::StreamIdentifier(of)) => Some(of),
            _ => None,
        };
        self.groups.delete(&source_of(source)?, &options.group_name).await.map(Response::new)
    }

    type ReadStream = groups::Responses;

    async fn read(
        &self,
        request: Request<Streaming<persistent::ReadReq>>,
    ) -> Answer<Self::ReadStream> {
        let (log, requests) = (self.log.clone(), request.into_inner());
        groups::read(log, &self.groups, &self.faults, requests).await.map(Response::new)
    }

    async fn get_info(
        &self,
        request: Request<persistent::GetInfoReq>,
    ) -> Answer<persistent::GetInfoResp> {
        let options = given(request.into_inner().options)?;
        let source = match options.stream_option {
            Some(get_info_req::options::StreamOption::StreamIdentifier(of)) => Some(of),
            _ => None,
        };
        let info = self.groups.info(&source_of(source)?, &options.group_name).await?;
        Ok(Response::new(persistent::GetInfoResp { subscription_info: Some(info) }))
    }

    async fn replay_parked(&self, request: Request<persistent::ReplayParkedReq>) -> Answer<()> {
        use replay_parked_req::options::{StopAtOption, StreamOption};
        let options = given(request.into_inner().options)?;
        let source = match options.stream_option {
            Some(StreamOption::StreamIdentifier(of)) => Some(of),
            _ => None,
        };
        let limit = match options.stop_at_option {
            Some(StopAtOption::StopAt(limit)) => Some(limit.max(0).cast_unsigned()),
            _ => None,
        };
        let group = self.groups.find(&source_of(source)?, &options.group_name).await?;
        self.groups.replay(&group, limit).await.map(Response::new)
    }

    async fn list(&self, request: Request<persistent::ListReq>) -> Answer<persistent::ListResp> {
        use list_req::options::ListOption;
        use list_req::stream_option::StreamOption;
        let source = match given(request.into_inner().options)?.list_option {
            Some(ListOption::ListForStream(of)) => Some(match of.stream_option {
                Some(StreamOption::Stream(of)) => wire::stream(Some(of))?,
                _ => "$all".to_owned(),
            }),
            _ => None,
        };
        let subscriptions = self.groups.list(source.as_deref()).await?;
        Ok(Response::new(persistent::ListResp { subscriptions }))
    }

    async fn restart_subsystem(&self, _: Request<()>) -> Answer<()> {
        Ok(Response::new(()))
    }
}

#[tonic::async_trait]
impl ServerFeatures for Server {
    async fn get_supported_methods(&self, _: Request<()>) -> Answer<SupportedMethods> {
        const STREAMS: &str = "event_store.client.streams.streams";
        const GROUPS: &str = "event_store.client.persistent_subscriptions.persistentsubscriptions";
        let method = |service: &str, name: &str, features: &[&str]| SupportedMethod {
            method_name: name.into(),
            service_name: service.into(),
            features: features.iter().map(|&feature| feature.into()).collect(),
        };
        let methods = vec![
            method(STREAMS, "read", &["position", "events"]),
            method(STREAMS, "append", &[]),
            method(STREAMS, "batchappend", &["deadline_duration"]),
            method(GROUPS, "create", &["stream", "all"]),
            method(GROUPS, "update", &["stream", "all"]),
            method(GROUPS, "delete", &["stream", "all"]),
            method(GROUPS, "read", &["stream", "all"]),
            method(GROUPS, "getinfo", &["stream", "all"]),
            method(GROUPS, "replayparked", &["stream", "all"]),
            method(GROUPS, "list", &["stream", "all"]),
            method(GROUPS, "restartsubsystem", &[]),
        ];
        Ok(Response::new(SupportedMethods { methods, event_store_server_version: "25.0.0".into() }))
    }
}

#[tonic::async_trait]
impl Gossip for Server {
    async fn read(&self, _: Request<()>) -> Answer<ClusterInfo> {
        const LEADER: i32 = 8;
        let (address, port) = (self.address.ip().to_string(), self.address.port().into());
        let member = MemberInfo {
            instance_id: Some(wire::uuid(Uuid::nil())),
            time_stamp: 0,
            state: LEADER,
            is_alive: true,
            http_end_point: Some(EndPoint { address, port }),
        };
        Ok(Response::new(ClusterInfo { members: vec![member] }))
    }
}

fn given<T>(options: Option<T>) -> Result<T, Status> {
    options.ok_or_else(|| Status::invalid_argument("the options are missing"))
}

fn source_of(stream: Option<wire::client::StreamIdentifier>) -> Result<String, Status> {
    stream.map_or_else(|| Ok("$all".to_owned()), |stream| wire::stream(Some(stream)))
}
