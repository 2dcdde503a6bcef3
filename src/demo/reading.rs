//! What the staff did with the images so far. Verdicts are what was drawn: nobody looked, and nothing is
//! tuned to what a model says.

use std::time::Duration;

use commands::{Conclusion, Notification, RecordVerdict};
use domain::event::{Impression, NotificationWay, Stage};
use domain::ids::{CaseId, ImageId, PanelId};
use domain::personal::Personal;
use domain::verdict::Verdict;

use super::cases::CASES;
use super::filling::Filling;
use super::staff::{COLLEAGUE, HEMATOLOGIST, TECHNOLOGIST};
use crate::failure::Failure;
use crate::progress;

/// How long a prediction is waited for before an image is read without it.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(25);

/// An image that was taken in.
pub struct Taken {
    pub id: ImageId,
    pub panel: PanelId,
    /// What was drawn.
    pub truth: &'static str,
}

/// A case with its images.
type Full = (CaseId, Vec<Taken>);

/// Which images of a case are read: so many, from the first on.
const READ: [(&str, usize); 8] = [
    ("DEMO-C01", 4),
    ("DEMO-C02", 99),
    ("DEMO-C04", 2),
    ("DEMO-C06", 2),
    ("DEMO-C08", 5),
    ("DEMO-C10", 3),
    ("DEMO-C11", 4),
    ("DEMO-C12", 1),
];

/// Everything that was done after the images came.
///
/// # Errors
/// What the commands refuse.
pub async fn all(filling: &Filling<'_>, cases: &[Full]) -> Result<(), Failure> {
    let of = |accession: &str| {
        let index = CASES.iter().position(|sent| sent.accession == accession);
        index
            .map(|index| &cases[index])
            .ok_or_else(|| Failure::failed(format!("no case {accession}")))
    };
    let mut stage = progress::Stage::begin("reading");
    for (done, (accession, most)) in (1..).zip(READ) {
        for image in of(accession)?.1.iter().take(most) {
            filling.read(image, image.truth, None).await?;
        }
        stage.at(done, done, READ.len() as u64);
    }
    stage.end();
    filling.amend(&of("DEMO-C03")?.1[0]).await?;
    filling.void(&of("DEMO-C09")?.1[4]).await?;
    filling.withdraw(of("DEMO-C05")?.0).await?;
    filling.conclude(of("DEMO-C01")?, Stage::Final).await?;
    filling.conclude(of("DEMO-C11")?, Stage::Preliminary).await?;
    for accession in ["DEMO-C11", "DEMO-C12"] {
        let (case, images) = of(accession)?;
        filling.declare(*case, &images[0]).await?;
    }
    filling.notify(of("DEMO-C11")?.0).await?;
    let context = COLLEAGUE.does("claim");
    filling.house.commands.claim_case(&context, of("DEMO-C09")?.0).await?;
    Ok(())
}

impl Filling<'_> {
    /// A verdict, after the model's where there is one to wait for.
    async fn read(
        &self,
        image: &Taken,
        verdict: &str,
        reason: Option<&str>,
    ) -> Result<(), Failure> {
        self.until_predicted(image).await?;
        let verdict: Verdict = verdict.parse()?;
        let unsuitable = "The field cannot be read: it was drawn so.";
        let reason = reason.or((verdict == Verdict::Unsuitable).then_some(unsuitable));
        let context = HEMATOLOGIST.does(&format!("{} {verdict}", image.id));
        let reason = reason.map(Personal::new);
        let said = RecordVerdict { verdict, comment: None, reason, bulk: false };
        self.house.commands.record_verdict(&context, image.id, said, None).await?;
        Ok(())
    }

    async fn until_predicted(&self, image: &Taken) -> Result<(), Failure> {
        let panel = self.house.commands.load_panel(&image.panel).await?;
        let (true, Some(model)) = (self.classifies, panel.active_model) else { return Ok(()) };
        let waiting = async {
            loop {
                let now = self.house.commands.load_image(image.id).await?;
                let said = now.predictions.iter().any(|one| one.model == model);
                if said || now.failed_predictions.contains(&model) {
                    return Ok::<(), Failure>(());
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap_or(Ok(()))
    }

    /// Thalassemia minor that was taken for iron deficiency at first.
    async fn amend(&self, image: &Taken) -> Result<(), Failure> {
        self.read(image, "ida", None).await?;
        self.read(image, image.truth, Some("Demonstration: the field was drawn as this.")).await
    }

    async fn void(&self, image: &Taken) -> Result<(), Failure> {
        let reason = Some(Personal::new("Demonstration: stain fell out on this field."));
        let context = TECHNOLOGIST.does("void");
        self.house.commands.void_image(&context, image.id, reason, None).await?;
        Ok(())
    }

    async fn withdraw(&self, case: CaseId) -> Result<(), Failure> {
        let reason = Personal::new("Demonstration: entered twice.");
        let context = TECHNOLOGIST.does("withdraw");
        self.house.commands.withdraw_case(&context, case, reason, None).await?;
        Ok(())
    }

    async fn conclude(&self, (case, images): &Full, stage: Stage) -> Result<(), Failure> {
        let impression = |image: &Taken| {
            let label = image.truth.parse()?;
            Ok::<_, Failure>(Impression { panel: image.panel.clone(), label })
        };
        let said = Conclusion {
            stage,
            impressions: images.iter().take(1).map(impression).collect::<Result<_, _>>()?,
            comment: Some(Personal::new("Demonstration: concluded from what was drawn.")),
            suggested_tests: None,
            reason: None,
        };
        let context = HEMATOLOGIST.does(&format!("conclude {case}"));
        self.house.commands.conclude(&context, *case, said, None).await?;
        Ok(())
    }

    async fn declare(&self, case: CaseId, image: &Taken) -> Result<(), Failure> {
        let panel = self.house.commands.load_panel(&image.panel).await?;
        let name = panel.label(&image.truth.parse()?).map_or(image.truth, |label| &label.name);
        let finding = Personal::new(format!("Demonstration: drawn as {name}."));
        let context = HEMATOLOGIST.does(&format!("declare {case}"));
        self.house.commands.declare_critical(&context, case, finding, None).await?;
        Ok(())
    }

    async fn notify(&self, case: CaseId) -> Result<(), Failure> {
        let said = Notification {
            told: Personal::new("Dr. Ward Example (invented)"),
            way: NotificationWay::Phone,
            at: None,
            read_back: true,
            remark: None,
            finding: None,
        };
        let context = HEMATOLOGIST.does("notify");
        self.house.commands.notify_critical(&context, case, said, None).await?;
        Ok(())
    }
}
