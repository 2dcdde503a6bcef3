//! A server that ends with the process that started it, however that ends.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// Runs the server; stops it without an orderly close, and starts it again, as it is told; ends it
/// and deletes its folder when its standard input ends, which it does with whoever started it.
const KEEPER: &str = r#"
folder=$1; shift
start() { "$@" >>"$folder/said" 2>&1 </dev/null & server=$!; }
start "$@"
while read -r word; do
  case $word in
    stop) kill -KILL $server; wait $server ;;
    start) start "$@" ;;
  esac
  echo done
done
kill $server; wait $server; rm -rf "$folder""#;

/// A server with its folder. Both go when it is dropped.
pub struct Kept {
    folder: PathBuf,
    told: Mutex<Told>,
    _keeper: Child,
}

/// What is said to the keeper, and what it answers.
struct Told {
    words: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Kept {
    /// Starts a server whose data lie below a folder.
    pub fn start(folder: PathBuf, server: &Command) -> Self {
        let mut keeper = Command::new("sh")
            .args([OsStr::new("-c"), KEEPER.as_ref(), "sh".as_ref(), folder.as_ref()])
            .arg(server.get_program())
            .args(server.get_args())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let words = keeper.stdin.take().unwrap();
        let answers = BufReader::new(keeper.stdout.take().unwrap());
        Self { folder, told: Mutex::new(Told { words, answers }), _keeper: keeper }
    }

    /// Ends it as a power failure would.
    pub fn stop(&self) {
        self.tell("stop");
    }

    /// Starts it again on the same data.
    pub fn resume(&self) {
        self.tell("start");
    }

    fn tell(&self, word: &str) {
        let mut told = self.told.lock().unwrap();
        writeln!(told.words, "{word}").unwrap();
        told.answers.read_line(&mut String::new()).unwrap();
    }

    /// What it has written so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.folder.join("said")).unwrap_or_default()
    }
}
