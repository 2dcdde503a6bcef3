//! An image's bytes.

use bytes::Bytes;
use domain::event::{Event, PatientRemoved, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use futures::TryStreamExt as _;
use infra::blobs::{BlobKey, Blobs as _};
use uuid::Uuid;

use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::content::{Content, Found, Rendition, Span};

async fn bytes(content: Content) -> Vec<u8> {
    content.body.try_collect::<Vec<Bytes>>().await.unwrap().concat()
}

#[tokio::test]
async fn originals_renditions_and_parts_come_with_length_type_and_tag() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let (patient, case) = (PatientId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2)));
    let digest = Sha256([1; 32]);
    let image = ImageId::of(patient, &digest);
    for (suffix, content) in [("", "the original"), (".tiles/3/0_1", "a tile")] {
        let key = BlobKey::new(format!("patient/{patient}/{digest}{suffix}")).unwrap();
        lab.blobs.put_bytes(&key, content.into()).await.unwrap();
    }
    lab.append(patient_registered(patient, "Zoë")).await;
    lab.append(case_opened(case, patient, Priority::Routine)).await;
    let at = lab.append(image_uploaded(patient, case, "blood-cell", 1)).await;
    reach(&models, at).await;

    let open = async |what, part| models.content().open(image, &what, part).await.unwrap();
    let Found::Content(whole) = open(Rendition::Original, None).await else { panic!() };
    assert_eq!((whole.len, whole.range.clone(), whole.media_type), (12, 0..12, "image/jpeg"));
    let (_, tag) = models.content().etag(image, &Rendition::Original).await.unwrap().unwrap();
    assert_eq!((&whole.etag, &tag), (&format!("\"{digest}\""), &whole.etag));
    assert_eq!(bytes(whole).await, b"the original");

    let part = Some(Span::From(4, Some(7)));
    let Found::Content(part) = open(Rendition::Original, part).await else { panic!() };
    assert_eq!((part.len, part.range.clone()), (12, 4..8));
    assert_eq!(bytes(part).await, b"orig");
    let beyond = open(Rendition::Original, Some(Span::From(12, None))).await;
    assert!(matches!(beyond, Found::OutOfRange(12)));

    let tile = Rendition::Tile { level: 3, x: 0, y: 1 };
    let Found::Content(tile) = open(tile, None).await else { panic!() };
    assert_eq!(tile.etag, format!("\"{digest}.tiles.3.0_1\""));
    assert_eq!(bytes(tile).await, b"a tile");
    assert!(matches!(open(Rendition::Preview, None).await, Found::Nothing));

    let removal = Event::PatientRemoved(PatientRemoved { patient, reason: None });
    reach(&models, lab.append(removal).await).await;
    assert!(matches!(open(Rendition::Original, None).await, Found::Nothing));
}
