//! The function in a real installation: what lies beside an image after it was uploaded.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use commands::testing::Laboratory;
use domain::event::{RenditionsAttached, TilePyramid};
use domain::ids::ImageId;
use domain::image::{Image, Renditions as Present};
use futures::TryStreamExt;
use image::{ImageFormat, Rgb, RgbImage};
use infra::blobs::BlobKey;
use infra::event_log::{Direction, Parked};
use renditions::Renditions;
use runtime::{Function, Installation, Outcome, Sources, Trigger, Worker, WorkerSettings};
use tokio_util::sync::CancellationToken;

/// Blue above, red below: which way is up can be told.
fn picture(width: u32, height: u32) -> RgbImage {
    let colour = |y| if y < height / 2 { Rgb([20, 40, 200]) } else { Rgb([200, 30, 20]) };
    RgbImage::from_fn(width, height, |_, y| colour(y))
}

fn file(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(vec![]);
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// The file with an EXIF segment that says: lying on its side, turn it clockwise (6).
fn lying(jpeg: &[u8]) -> Vec<u8> {
    let tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let length = u16::try_from(2 + 6 + tiff.len()).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", tiff, &jpeg[2..]].concat()
}

fn function(laboratory: &Laboratory) -> Renditions {
    Renditions::new(laboratory.pictures.clone())
}

fn installation(laboratory: &Laboratory) -> Installation {
    let (commands, blobs) = (laboratory.commands.clone(), laboratory.blobs.clone());
    Installation { commands, blobs, log: laboratory.log.clone() }
}

/// What the function says of a trigger, asked once.
async fn ask(laboratory: &Laboratory, trigger: &Trigger) -> Vec<Outcome> {
    let sources = Sources::of(installation(laboratory));
    function(laboratory).handle(trigger, &sources).await.unwrap()
}

async fn upload(laboratory: &Laboratory, content: Vec<u8>) -> (ImageId, Trigger) {
    let patient = laboratory.patient("P-1").await;
    let image = laboratory.upload(patient, content).await.id.unwrap();
    (image, first_trigger(laboratory, image).await)
}

async fn first_trigger(laboratory: &Laboratory, image: ImageId) -> Trigger {
    let (stream, forwards) = (image.stream(), Direction::Forwards);
    let mut events = laboratory.log.read_stream(&stream, None, forwards, 1).await.unwrap();
    Trigger::read(events.remove(0), 0).unwrap()
}

async fn attached(laboratory: &Laboratory, trigger: &Trigger) -> RenditionsAttached {
    match &ask(laboratory, trigger).await[..] {
        [Outcome::AttachRenditions(attached)] => attached.clone(),
        other => panic!("not what was expected: {other:?}"),
    }
}

async fn rendition(laboratory: &Laboratory, image: &Image, suffix: &str) -> RgbImage {
    let key = format!("patient/{}/{}{suffix}", image.patient, image.sha256);
    let file = laboratory.blobs.read(&BlobKey::new(key).unwrap()).await.unwrap();
    let file = file.unwrap_or_else(|| panic!("there is no {suffix}"));
    image::load_from_memory_with_format(&file, ImageFormat::Jpeg).unwrap().to_rgb8()
}

async fn keys(laboratory: &Laboratory) -> Vec<BlobKey> {
    laboratory.blobs.list("").await.unwrap().try_collect().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_gets_thumbnail_preview_and_tiles() {
    let laboratory = Laboratory::open().await;
    let (id, trigger) = upload(&laboratory, file(&picture(1301, 777), ImageFormat::Png)).await;
    let attached = attached(&laboratory, &trigger).await;
    let tiles = TilePyramid { tile_size: 512, max_level: 11, tiles: 6 + 2 + 10 };
    let expected = RenditionsAttached {
        image: id,
        thumbnail: (256, 153),
        preview: (1024, 612),
        tiles: Some(tiles),
    };
    assert_eq!(attached, expected);

    let image = laboratory.commands.load_image(id).await.unwrap();
    assert_eq!(rendition(&laboratory, &image, ".thumbnail").await.dimensions(), (256, 153));
    assert_eq!(rendition(&laboratory, &image, ".preview").await.dimensions(), (1024, 612));
    assert_eq!(rendition(&laboratory, &image, ".tiles/11/2_1").await.dimensions(), (277, 265));
    assert_eq!(rendition(&laboratory, &image, ".tiles/0/0_0").await.dimensions(), (1, 1));
    assert_eq!(keys(&laboratory).await.len(), 1 + 2 + 18, "the original and its renditions");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_gets_no_tiles_and_is_not_enlarged() {
    let laboratory = Laboratory::open().await;
    let (id, trigger) = upload(&laboratory, file(&picture(101, 57), ImageFormat::Png)).await;
    let attached = attached(&laboratory, &trigger).await;
    let (thumbnail, preview) = ((101, 57), (101, 57));
    assert_eq!(attached, RenditionsAttached { image: id, thumbnail, preview, tiles: None });
    assert_eq!(keys(&laboratory).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_lies_on_its_side_is_brought_upright() {
    let laboratory = Laboratory::open().await;
    let content = lying(&file(&picture(600, 400), ImageFormat::Jpeg));
    let (id, trigger) = upload(&laboratory, content).await;
    assert_eq!(attached(&laboratory, &trigger).await.preview, (400, 600));
    let image = laboratory.commands.load_image(id).await.unwrap();
    let preview = rendition(&laboratory, &image, ".preview").await;
    // Turned clockwise, what was above is at the right.
    let (left, right) = (preview.get_pixel(20, 300), preview.get_pixel(380, 300));
    assert!(left[0] > 150 && left[2] < 80, "red at the left, not {left:?}");
    assert!(right[2] > 150 && right[0] < 80, "blue at the right, not {right:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn made_a_second_time_the_renditions_are_the_same() {
    let laboratory = Laboratory::open().await;
    let (_, trigger) = upload(&laboratory, file(&picture(1100, 300), ImageFormat::Png)).await;
    let first = attached(&laboratory, &trigger).await;
    let before = keys(&laboratory).await;
    assert_eq!(attached(&laboratory, &trigger).await, first);
    assert_eq!(keys(&laboratory).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_nothing_to_do_for_an_image_that_was_voided_or_has_its_renditions() {
    let laboratory = Laboratory::open().await;
    let (id, trigger) = upload(&laboratory, file(&picture(64, 48), ImageFormat::Png)).await;
    let renditions = attached(&laboratory, &trigger).await;
    let context = laboratory.function("renditions");
    laboratory.commands.attach_renditions(&context, renditions).await.unwrap();
    assert_eq!(ask(&laboratory, &trigger).await, []);

    let patient = laboratory.patient("P-2").await;
    let other = laboratory.image(patient, 1).await;
    let technologist = laboratory.technologist();
    laboratory.commands.void_image(&technologist, other, None, None).await.unwrap();
    assert_eq!(ask(&laboratory, &first_trigger(&laboratory, other).await).await, []);
    assert_ne!(id, other);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_work_it_attaches_what_can_be_decoded_and_parks_what_is_damaged() {
    let laboratory = Laboratory::open().await;
    let patient = laboratory.patient("P-1").await;
    let good = laboratory.image(patient, 1).await;
    let torn = laboratory.image(patient, 2).await;
    tear(&laboratory, torn).await;

    let function = Arc::new(function(&laboratory));
    let settings = WorkerSettings::new(&*function);
    let worker = Worker::new(function, installation(&laboratory), settings);
    let stop = CancellationToken::new();
    let (counts, token) = (worker.counts(), stop.clone());
    let running = tokio::spawn(async move { worker.run(token).await });
    let both = async {
        while counts.snapshot().done + counts.snapshot().parked < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), both).await.unwrap();
    stop.cancel();
    running.await.unwrap();

    let present = async |id| laboratory.commands.load_image(id).await.unwrap().renditions;
    assert!(matches!(present(good).await, Present::Attached(_)));
    assert_eq!(present(torn).await, Present::Failed);
    let parked: Vec<Parked> = laboratory.log.parked("renditions", 10).await.unwrap();
    assert_eq!(parked.len(), 1);
    assert_eq!(parked[0].event.stream, torn.stream());
    assert!(parked[0].reason.contains("damaged"), "{}", parked[0].reason);
}

/// Cuts the original on the disk, as a failing disk does.
async fn tear(laboratory: &Laboratory, image: ImageId) {
    let image = laboratory.commands.load_image(image).await.unwrap();
    let key = format!("patient/{}/{}", image.patient, image.sha256);
    let key = BlobKey::new(key).unwrap();
    let whole = laboratory.blobs.read(&key).await.unwrap().unwrap();
    laboratory.blobs.delete(&key).await.unwrap();
    let cut = whole.slice(..whole.len() / 2);
    laboratory.blobs.put_bytes(&key, cut).await.unwrap();
}
