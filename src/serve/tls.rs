//! The server's certificate: read from PEM files, again at every SIGHUP, without a restart.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::cli::InterfaceArgs;
use crate::failure::Failure;

/// What is offered when a connection is made, the best first (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Where a certificate and its key lie.
#[derive(Debug, Clone)]
pub struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    /// The files that were named, if any were.
    pub fn named(arguments: &InterfaceArgs) -> Option<Self> {
        let (certificate, key) = (arguments.tls_certificate.clone()?, arguments.tls_key.clone()?);
        Some(Self { certificate, key })
    }

    /// Reads them.
    ///
    /// # Errors
    /// A file that cannot be read or is no PEM, a key that belongs to another certificate.
    pub fn read(&self) -> Result<Arc<ServerConfig>, Failure> {
        let chain = self.chain()?;
        let key = self.private_key()?;
        let provider = Arc::new(ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| self.refused(&error))?;
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(Arc::new(config))
    }

    fn chain(&self) -> Result<Vec<CertificateDer<'static>>, Failure> {
        let found = CertificateDer::pem_slice_iter(&bytes(&self.certificate)?)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| not_pem(&self.certificate, &error))?;
        match found.is_empty() {
            false => Ok(found),
            true => Err(Failure::Failed(format!(
                "{} holds no certificate: it should begin with -----BEGIN CERTIFICATE-----",
                self.certificate.display()
            ))),
        }
    }

    fn private_key(&self) -> Result<PrivateKeyDer<'static>, Failure> {
        PrivateKeyDer::from_pem_slice(&bytes(&self.key)?).map_err(|error| match error {
            rustls::pki_types::pem::Error::NoItemsFound => Failure::Failed(format!(
                "{} holds no private key: it should have a line such as -----BEGIN PRIVATE KEY-----",
                self.key.display()
            )),
            other => not_pem(&self.key, &other),
        })
    }

    fn refused(&self, error: &rustls::Error) -> Failure {
        let (certificate, key) = (self.certificate.display(), self.key.display());
        Failure::Failed(match error {
            rustls::Error::InconsistentKeys(_) => {
                format!("the key in {key} is not that of the first certificate in {certificate}")
            }
            other => format!("{certificate} and {key} cannot be used: {other}"),
        })
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path)
        .map_err(|error| Failure::Failed(format!("cannot read {}: {error}", path.display())))
}

fn not_pem(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Failed(format!("{} is not a PEM file: {error}", path.display()))
}

/// Reads the files again at every SIGHUP until the server stops. Files that cannot be used are said
/// so, and the certificate in use stays.
///
/// # Errors
/// When the signal cannot be listened for.
pub fn follow(files: Files, used: RustlsConfig, stop: CancellationToken) -> Result<(), Failure> {
    let mut hangups = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while let Some(Some(())) = stop.run_until_cancelled(hangups.recv()).await {
            match files.read() {
                Ok(config) => {
                    used.reload_from_config(config);
                    tracing::info!("The certificate was read again.");
                }
                Err(error) => {
                    tracing::error!(%error, "The certificate was not read again; the old one stays.");
                }
            }
        }
    });
    Ok(())
}
