//! Images from before equal bytes were recognized: their bytes are said, so that a mix-up with them is
//! found too. Nothing is said of such images themselves.
//!
//! Which ones are missing is what the log says, so it can stop anywhere and go on. Once none was
//! missing, this process looks no more: every new image says its bytes by itself.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use domain::bytes::{self, Bytes};
use domain::event::Event;
use domain::ids::{ImageId, PatientId, Sha256};

use super::{Reconciled, process, read};
use crate::{CommandError, Commands};

/// Images of one run. A run takes some seconds then; the next one goes on.
const MOST: usize = 10_000;

/// An image whose bytes were never said.
struct Missing {
    image: ImageId,
    patient: PatientId,
    sha256: Sha256,
}

impl Commands {
    pub(super) async fn remember_bytes(&self, done: &mut Reconciled) -> Result<(), CommandError> {
        if self.house.once.digests.load(Ordering::Relaxed) {
            return Ok(());
        }
        let missing = self.missing_bytes().await?;
        for Missing { image, patient, sha256 } in &missing {
            let see = |state: Option<&Bytes>| Ok(bytes::see(state, *image, *patient));
            let stream = self.bytes_stream(sha256);
            self.execute::<Bytes, _>(&process("digests"), &stream, see).await?;
        }
        done.remembered += missing.len();
        self.house.once.digests.store(missing.len() < MOST, Ordering::Relaxed);
        Ok(())
    }

    async fn missing_bytes(&self) -> Result<Vec<Missing>, CommandError> {
        let mut said = HashSet::new();
        let seen = self.each(&["BytesSeen"], |recorded| {
            if let Event::BytesSeen(e) = read(recorded)?.event {
                said.insert(e.image);
            }
            Ok(())
        });
        seen.await?;
        let mut missing = vec![];
        let uploaded = self.each(&["ImageUploaded"], |recorded| {
            let known = ImageId::from_stream(&recorded.stream).is_none_or(|id| said.contains(&id));
            if !known
                && missing.len() < MOST
                && let Event::ImageUploaded(e) = read(recorded)?.event
            {
                missing.push(Missing { image: e.image, patient: e.patient, sha256: e.sha256 });
            }
            Ok(())
        });
        uploaded.await?;
        Ok(missing)
    }
}
