//! The model packs of an installation: loaded, warmed up, registered.

use std::path::Path;
use std::sync::Arc;

use classify::{Device, Engine, EngineSettings, Pack};
use commands::{Commands, Context};
use domain::envelope::Actor;

use crate::cli::{EngineArgs, ModelArgs};
use crate::failure::Failure;

/// Packs and the engines that run them. Cheap to clone.
#[derive(Clone)]
pub struct Packs {
    loaded: Arc<[(Pack, Engine)]>,
}

impl Packs {
    /// No packs: for a process that runs no functions.
    pub fn none() -> Self {
        Self { loaded: Arc::new([]) }
    }

    /// Loads every pack in the folder and starts an engine for each. A folder that is not there holds
    /// no packs: images then wait in the worklist and are read without a model.
    ///
    /// # Errors
    /// A pack that is damaged, a device that cannot be used.
    pub async fn load(arguments: &ModelArgs) -> Result<Self, Failure> {
        let ModelArgs { models: folder, engine, .. } = arguments;
        let (device, settings) = engine_settings(engine)?;
        if !folder.exists() {
            let folder = folder.display().to_string();
            tracing::warn!(folder, "There are no model packs: images are read without a model.");
            return Ok(Self::none());
        }
        let folder = folder.clone();
        let loading = tokio::task::spawn_blocking(move || start_all(&folder, device, settings));
        Ok(Self { loaded: loading.await??.into() })
    }

    /// Tells the log of each pack, and activates it when its panel never had an active model.
    ///
    /// # Errors
    /// A log that fails, a pack that does not fit its panel.
    pub async fn register(&self, commands: &Commands) -> Result<(), Failure> {
        register(self.loaded.iter().map(|(pack, _)| pack), commands).await
    }

    /// Tells the log of the packs in the folder, for a function that predicts with them elsewhere.
    ///
    /// # Errors
    /// A pack that is damaged, and as [`Packs::register`].
    pub async fn announce(arguments: &ModelArgs, commands: &Commands) -> Result<(), Failure> {
        let folder = arguments.models.clone();
        if !folder.exists() {
            return Ok(());
        }
        let packs =
            tokio::task::spawn_blocking(move || classify::pack::load_all(&folder)).await??;
        register(packs.iter(), commands).await
    }

    /// Lets the engine of each active model predict once.
    ///
    /// # Errors
    /// A log that fails, an engine that does not answer.
    pub async fn warm_up(&self, commands: &Commands) -> Result<(), Failure> {
        for (pack, engine) in self.loaded.iter() {
            let panel = commands.load_panel(&pack.manifest.panel.id).await?;
            if panel.active_model == Some(pack.digest) {
                engine.warm_up().await?;
            }
        }
        Ok(())
    }

    /// Lets every engine predict once.
    ///
    /// # Errors
    /// An engine that does not answer.
    pub async fn warm_up_all(&self) -> Result<(), Failure> {
        for (_, engine) in self.loaded.iter() {
            engine.warm_up().await?;
        }
        Ok(())
    }

    /// The engines.
    pub fn engines(&self) -> Vec<Engine> {
        self.loaded.iter().map(|(_, engine)| engine.clone()).collect()
    }

    /// Lets each engine finish what it has.
    pub async fn shut_down(&self) {
        for (_, engine) in self.loaded.iter() {
            engine.shut_down().await;
        }
    }
}

async fn register(packs: impl Iterator<Item = &Pack>, commands: &Commands) -> Result<(), Failure> {
    let context = || Context::new(Actor::System { name: "start".to_owned() });
    commands.define_panels(&context()).await?;
    for pack in packs {
        let panel = pack.manifest.panel.id.clone();
        commands.register_model(&context(), pack.registration()).await?;
        commands.evaluate_model(&context(), pack.evaluation()).await?;
        if !commands.load_panel(&panel).await?.ever_had_a_model() {
            commands.activate_model(&context(), &panel, pack.digest).await?;
        }
    }
    Ok(())
}

/// The device and the settings that were asked for.
///
/// # Errors
/// [`Failure::Usage`] for a device that there is not.
pub fn engine_settings(arguments: &EngineArgs) -> Result<(Device, EngineSettings), Failure> {
    let device = arguments.device.parse().map_err(|error| Failure::Usage(format!("{error}")))?;
    Ok((device, EngineSettings { precision: arguments.precision, ..EngineSettings::default() }))
}

type Loaded = (Pack, Engine);

fn start_all(
    folder: &Path,
    device: Device,
    settings: EngineSettings,
) -> Result<Vec<Loaded>, Failure> {
    let packs = classify::pack::load_all(folder)?;
    packs.into_iter().map(|pack| start(pack, device, settings)).collect()
}

fn start(pack: Pack, device: Device, settings: EngineSettings) -> Result<Loaded, Failure> {
    let engine = Engine::start(&pack, device, settings)?;
    tracing::info!(
        model.name = pack.manifest.name,
        model.id = %pack.digest,
        panel = %pack.manifest.panel.id,
        device = %device,
        precision = %settings.precision,
        "A model is loaded."
    );
    Ok((pack, engine))
}
