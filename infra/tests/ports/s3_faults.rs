//! The line to the store is spoiled in every way that lines are: what was acknowledged is there
//! afterwards and whole, of what was not nothing is seen by halves, and no part stays behind.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use engines::proxy::{Condition, Proxy};
use futures::{StreamExt as _, TryStreamExt as _};
use infra::blobs::s3::{Patience, S3Blobs};
use infra::blobs::{BlobError, Blobs, Put};

use crate::Fixture as _;
use crate::blobs::{BlobFixture as _, key, upload};
use crate::s3::{Bucket, credentials, location, raw};

/// A bucket behind a line, and a client that has not the patience of a day.
struct Far {
    bucket: Bucket,
    line: Proxy,
    blobs: Arc<S3Blobs>,
}

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(1),
    attempt: Duration::from_secs(4),
    request: Duration::from_secs(14),
    silence: Duration::from_secs(2),
    attempts: 5,
};

impl Far {
    async fn start() -> Self {
        let bucket = Bucket::start().await;
        let line = Proxy::to(bucket.server.address()).await;
        let mut location = location(&bucket.server, &bucket.name);
        location.endpoint = Some(format!("http://{}", line.address()));
        let blobs = S3Blobs::new(&location, PATIENCE, Some(credentials())).await;
        Self { bucket, line, blobs: Arc::new(blobs) }
    }

    /// Uploads in parts that were begun and are not over.
    async fn unfinished(&self) -> usize {
        let list = raw(&self.bucket.server).list_multipart_uploads().bucket(&self.bucket.name);
        list.send().await.unwrap().uploads().len()
    }

    /// Nothing is there, and nothing is on its way.
    async fn is_empty(&self) {
        let blobs = self.bucket.blobs();
        let keys: Vec<_> = blobs.list("").await.unwrap().try_collect().await.unwrap();
        assert_eq!(keys, []);
        let since = Instant::now();
        while self.unfinished().await > 0 {
            assert!(since.elapsed() < Duration::from_secs(20), "parts stay behind");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// More than one part.
fn large() -> Vec<u8> {
    (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect()
}

fn unavailable<T: std::fmt::Debug>(done: Result<T, BlobError>) {
    assert!(matches!(done, Err(BlobError::Unavailable(_))), "{done:?}");
}

/// What is wrong for a moment is not noticed by who asks.
async fn is_outlived(condition: Condition) {
    let far = Far::start().await;
    far.line.set(condition);
    far.line.mend_after(Duration::from_millis(300));
    far.blobs.put_bytes(&key("a/b"), "bytes".into()).await.unwrap();
    assert_eq!(far.bucket.blobs().read(&key("a/b")).await.unwrap(), Some("bytes".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_store_is_asked_again() {
    is_outlived(Condition::Busy).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_line_is_tried_again() {
    is_outlived(Condition::Cut).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_line_is_given_up_for_another() {
    is_outlived(Condition::Silent).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_answers_are_waited_for() {
    let far = Far::start().await;
    far.line.set(Condition::Late(Duration::from_millis(400)));
    assert_eq!(far.blobs.put_bytes(&key("a/b"), "bytes".into()).await.unwrap(), Put::Created);
    assert_eq!(far.blobs.read(&key("a/b")).await.unwrap(), Some("bytes".into()));
    assert!(far.blobs.delete(&key("a/b")).await.unwrap());
}

/// Whatever is asked fails in time, says that it may be asked again, and works when it is mended.
async fn is_said_in_time(condition: Condition) {
    let far = Far::start().await;
    far.blobs.put_bytes(&key("a/b"), "bytes".into()).await.unwrap();
    far.line.set(condition);
    let since = Instant::now();
    let (blobs, name) = (&far.blobs, key("a/b"));
    let spool = far.bucket.spool();
    let file = upload(&spool, b"more").await;
    let path = file.path().to_owned();
    tokio::join!(
        async { unavailable(blobs.read(&name).await) },
        async { unavailable(blobs.get(&name, Some(1..2)).await.map(|_| ())) },
        async { unavailable(blobs.put_bytes(&key("a/c"), "more".into()).await) },
        async { unavailable(blobs.put(&key("a/d"), file).await) },
        async { unavailable(blobs.delete(&name).await) },
        async { unavailable(blobs.delete_prefix("a/").await) },
        async { unavailable(blobs.list("").await.unwrap().try_collect::<Vec<_>>().await) },
        async { unavailable(blobs.check().await) },
    );
    assert!(since.elapsed() < PATIENCE.request + Duration::from_secs(4), "{:?}", since.elapsed());
    assert!(!path.exists(), "the spooled file is gone all the same");
    far.line.set(Condition::Sound);
    far.blobs.check().await.unwrap();
    assert_eq!(far.blobs.read(&name).await.unwrap(), Some("bytes".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_stays_busy_is_said_to_be_away() {
    is_said_in_time(Condition::Busy).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_stays_cut_is_said_to_be_away() {
    is_said_in_time(Condition::Cut).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_stays_silent_is_said_to_be_away() {
    is_said_in_time(Condition::Silent).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_an_upload_that_is_cut_in_the_middle_nothing_is_seen_and_no_part_stays() {
    let far = Far::start().await;
    let (spool, name) = (far.bucket.spool(), key("patient/1/a"));
    far.line.set(Condition::CutOnTheWayThere(3 << 20));
    unavailable(far.blobs.put(&name, upload(&spool, &large()).await).await);
    unavailable(far.blobs.put(&name, upload(&spool, &large()[..4 << 20]).await).await);
    far.is_empty().await;
    far.line.set(Condition::Sound);
    let put = far.blobs.put(&name, upload(&spool, &large()).await).await.unwrap();
    assert_eq!(put, Put::Created);
    assert!(far.blobs.read(&name).await.unwrap().unwrap() == large());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_an_upload_that_nobody_waits_for_any_more_no_part_stays() {
    let far = Far::start().await;
    let file = upload(&far.bucket.spool(), &large()).await;
    far.line.set(Condition::Late(Duration::from_millis(300)));
    let blobs = far.blobs.clone();
    let putting = tokio::spawn(async move { blobs.put(&key("patient/1/a"), file).await });
    while far.unfinished().await == 0 {
        assert!(!putting.is_finished());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    putting.abort();
    assert!(putting.await.unwrap_err().is_cancelled());
    far.is_empty().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_is_cut_in_the_middle_goes_on_where_it_was() {
    let far = Far::start().await;
    let (bytes, name) = (large(), key("patient/1/a"));
    far.blobs.put(&name, upload(&far.bucket.spool(), &bytes).await).await.unwrap();
    far.line.set(Condition::CutOnTheWayBack(3 << 20));
    assert!(far.blobs.read(&name).await.unwrap().unwrap() == bytes);
    let part = far.blobs.get(&name, Some(9..11_000_000)).await.unwrap().unwrap();
    let part: Vec<_> = part.body.try_collect().await.unwrap();
    assert!(part.concat() == bytes[9..11_000_000]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_breaks_off_for_good_ends_with_an_error_never_early() {
    let far = Far::start().await;
    let (bytes, name) = (large(), key("patient/1/a"));
    far.blobs.put(&name, upload(&far.bucket.spool(), &bytes).await).await.unwrap();
    far.line.set(Condition::CutOnTheWayBack(1 << 20));
    let blob = far.blobs.get(&name, None).await.unwrap().unwrap();
    let read: Vec<_> = blob.body.collect().await;
    assert!(read.last().unwrap().is_err());
    assert!(read.iter().rev().skip(1).all(Result::is_ok));
    unavailable(far.blobs.read(&name).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_although_its_answer_is_lost_is_there_once_and_whole() {
    let far = Far::start().await;
    let (spool, name) = (far.bucket.spool(), key("patient/1/a"));
    far.line.set(Condition::DeafTo("PUT /"));
    far.blobs.put_bytes(&key("patient/1/b"), "bytes".into()).await.unwrap();
    for words in ["?uploads", "PUT /", "POST /bucket", "\nauthorization"] {
        far.line.set(Condition::DeafTo(words));
        far.blobs.put(&name, upload(&spool, &large()).await).await.unwrap();
        assert!(far.blobs.read(&name).await.unwrap().unwrap() == large(), "{words}");
        far.line.set(Condition::DeafTo("DELETE /"));
        far.blobs.delete(&name).await.unwrap();
        assert_eq!(far.blobs.read(&name).await.unwrap(), None, "{words}");
    }
    far.line.set(Condition::DeafTo("?delete"));
    far.blobs.delete_prefix("patient/").await.unwrap();
    // An upload was begun twice, when the first answer was lost: the store knows of one that nobody does.
    far.blobs.abort_begun_before(SystemTime::now()).await.unwrap();
    far.is_empty().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_crash_left_half_uploaded_goes_with_the_patient_or_after_a_day() {
    let far = Far::start().await;
    let begin = async |object: &str| {
        let begin = raw(&far.bucket.server).create_multipart_upload().bucket(&far.bucket.name);
        begin.key(object).send().await.unwrap();
    };
    begin("smears/lab-1/patient/1/a").await;
    begin("smears/lab-1/patient/2/a").await;
    begin("smears/lab-10/patient/1/a").await;
    far.blobs.prepare().await.unwrap();
    assert_eq!(far.unfinished().await, 3, "they may be on their way");
    far.blobs.delete_prefix("patient/1/").await.unwrap();
    assert_eq!(far.unfinished().await, 2, "an erased patient's parts are gone at once");
    far.blobs.abort_begun_before(SystemTime::now() + Duration::from_secs(1)).await.unwrap();
    assert_eq!(far.unfinished().await, 1, "another's stay");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_worst_weather_nothing_that_was_acknowledged_is_lost() {
    let far = Far::start().await;
    let weather = [
        Condition::Cut,
        Condition::Busy,
        Condition::Late(Duration::from_millis(50)),
        Condition::CutOnTheWayThere(20_000),
        Condition::Silent,
        Condition::CutOnTheWayBack(20_000),
        Condition::DeafTo("PUT /"),
    ];
    let storm = async {
        for condition in weather.iter().cycle().take(16) {
            far.line.set(condition.clone());
            tokio::time::sleep(Duration::from_millis(150)).await;
            far.line.set(Condition::Sound);
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    };
    let bytes = |at: u32| bytes::Bytes::from(at.to_le_bytes().repeat(10_000));
    let puts = futures::stream::iter(0..240_u32).map(|at| {
        let blobs = far.blobs.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            (at, blobs.put_bytes(&key(&format!("a/{at}")), bytes(at)).await.is_ok())
        }
    });
    let ((), puts) = tokio::join!(storm, puts.buffer_unordered(6).collect::<Vec<_>>());
    let taken = puts.iter().filter(|(_, taken)| *taken).count();
    assert!(taken > 20, "{taken} of {}", puts.len());
    for (at, taken) in puts {
        match far.blobs.read(&key(&format!("a/{at}"))).await.unwrap() {
            Some(read) => assert!(read == bytes(at), "a/{at} is whole"),
            None => assert!(!taken, "a/{at} was acknowledged"),
        }
    }
}
