//! The way in for commands that write while a server runs: a Unix socket in the data directory that
//! only its owner can open. One line of JSON asks, one line answers.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use domain::access::Role;
use domain::ids::PatientId;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

use crate::cli::DataArgs;
use crate::failure::Failure;
use crate::house::House;
use crate::{audit, projections_command, user};

/// The longest question that is read, in bytes.
const LONGEST: u64 = 64 * 1024;

/// What can be asked for.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Add a user.
    AddUser {
        /// The name to sign in with.
        username: String,
        /// The person's name.
        full_name: String,
        /// What the user may do.
        role: Role,
        /// The password; it goes no further than the socket of its owner.
        password: String,
    },
    /// Where the read models stand.
    ProjectionsStatus {
        /// As JSON.
        json: bool,
    },
    /// Build the read models anew.
    RebuildProjections,
    /// Put on record that data leaves the house: a patient's, or all.
    RecordExport {
        /// Whose.
        patient: Option<PatientId>,
    },
}

/// What came of it: a sentence, good or bad.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Done.
    Done(String),
    /// Not done.
    Failed(String),
}

/// Does what was asked, in this process.
pub async fn perform(house: &House, request: Request) -> Answer {
    let result = match request {
        Request::AddUser { username, full_name, role, password } => {
            user::add(house, username, full_name, role, password).await
        }
        Request::ProjectionsStatus { json } => projections_command::status_here(house, json).await,
        Request::RebuildProjections => projections_command::rebuild_here(house).await,
        Request::RecordExport { patient } => audit::record_here(house, patient).await,
    };
    match result {
        Ok(sentence) => Answer::Done(sentence),
        Err(failure) => Answer::Failed(failure.to_string()),
    }
}

/// Asks the server that has the data directory.
///
/// # Errors
/// When no server listens there.
pub async fn ask(socket: &Path, request: &Request) -> io::Result<Answer> {
    let mut stream = UnixStream::connect(socket).await?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).await?;
    Ok(serde_json::from_str(&answer)?)
}

/// Does what was asked: here when nobody has the data directory, else by asking the server that
/// has it. Gives the sentence that it answers with.
///
/// # Errors
/// What could not be done, and why.
pub async fn wherever(data: &DataArgs, request: Request) -> Result<String, Failure> {
    let answer = match House::open_if_free(data).await? {
        Some(house) => {
            let answer = perform(&house, request).await;
            house.close().await;
            answer
        }
        None => ask(&socket(&data.data_dir), &request).await.map_err(|error| {
            let folder = data.data_dir.display();
            Failure::failed(format!("the process that has {folder} does not answer: {error}"))
        })?,
    };
    match answer {
        Answer::Done(sentence) => Ok(sentence),
        Answer::Failed(sentence) => Err(Failure::Failed(sentence)),
    }
}

/// Where the socket lies in a data directory.
pub fn socket(data_dir: &Path) -> PathBuf {
    data_dir.join("control.sock")
}

/// Opens the socket, for its owner only.
///
/// # Errors
/// When it cannot be made in the data directory.
pub fn listen(socket: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(socket)?;
    std::fs::set_permissions(socket, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers until the server stops.
pub async fn serve(listener: UnixListener, house: House, shutdown: CancellationToken) {
    loop {
        let stream = tokio::select! {
            () = shutdown.cancelled() => return,
            stream = listener.accept() => stream,
        };
        match stream {
            Ok((stream, _)) => {
                let house = house.clone();
                tokio::spawn(async move {
                    if let Err(error) = answer(stream, &house).await {
                        tracing::warn!(%error, "A caller of the control socket went away.");
                    }
                });
            }
            Err(error) => tracing::warn!(%error, "The control socket took no caller."),
        }
    }
}

async fn answer(stream: UnixStream, house: &House) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut line = String::new();
    BufReader::new(reader.take(LONGEST)).read_line(&mut line).await?;
    let answer = match serde_json::from_str(&line) {
        Ok(request) => perform(house, request).await,
        Err(error) => Answer::Failed(format!("this version does not know that request: {error}")),
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    writer.write_all(&line).await
}
