//! The same bytes as images of two patients: one of the two is mixed up.
//!
//! Equal bytes share a stream, named by an HMAC of their digest. An image is said there before it is
//! recorded itself, so that of two that arrive at the same moment at least one finds the other. That
//! costs each new image one append more. What stands there without an image was cut off before it
//! could be recorded; it came for that patient all the same, and counts.

use domain::bytes::{self, Bytes, PREFIX};
use domain::ids::{ImageId, PatientId, Sha256};
use domain::image::Image;
use uuid::Uuid;

use crate::{CommandError, Commands, Context};

impl Commands {
    /// Says that bytes arrived as an image of a patient, and whether they are an image in work of
    /// another one. `except` is the image that it was until now, if it was reassigned.
    pub(crate) async fn see_bytes(
        &self,
        context: &Context,
        sha256: &Sha256,
        (image, patient): (ImageId, PatientId),
        except: Option<ImageId>,
    ) -> Result<bool, CommandError> {
        let decide = |state: Option<&Bytes>| Ok(bytes::see(state, image, patient));
        let done = self.execute(context, &self.bytes_stream(sha256), decide).await?;
        let Some(seen) = done.value else { return Ok(false) };
        for (other, whose) in seen.of_others(patient).filter(|(other, _)| Some(*other) != except) {
            if self.in_work_elsewhere(other, whose, patient).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The stream of these bytes: telling nothing to who has the bytes and not the installation's
    /// key.
    pub(crate) fn bytes_stream(&self, sha256: &Sha256) -> String {
        let key = self.parts().key.name_key("digest", &sha256.to_string());
        format!("{PREFIX}{}", hex::encode(key))
    }

    /// Whether an image is another person's, and neither voided nor erased.
    async fn in_work_elsewhere(
        &self,
        image: ImageId,
        whose: PatientId,
        patient: PatientId,
    ) -> Result<bool, CommandError> {
        let known = self.load::<Image>(&image.stream(), Uuid::nil()).await?.state;
        if known.is_some_and(|image| image.in_work().is_err()) {
            return Ok(false);
        }
        let whose = self.survivor(whose).await?;
        Ok(!whose.erased && whose.id != self.survivor(patient).await?.id)
    }
}
