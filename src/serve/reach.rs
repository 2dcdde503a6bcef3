//! How clients reach this server: over TLS that ends here, through a proxy that ends it, or from the
//! same machine. Anything else must be said.

use std::net::SocketAddr;

use web::state::Settings;

use crate::cli::InterfaceArgs;
use crate::failure::Failure;

/// Refuses a way that lets others read along.
///
/// # Errors
/// [`Failure::Usage`], with what to do instead.
pub fn check(interface: &InterfaceArgs, listen: SocketAddr) -> Result<(), Failure> {
    let safe = interface.tls_certificate.is_some() || listen.ip().is_loopback();
    if !safe && !interface.allow_plain_http {
        return Err(Failure::Usage(format!(
            "plain HTTP is for loopback addresses only, and {} is none. There are three ways out: \
             give a certificate with --tls-certificate and --tls-key; listen on 127.0.0.1 and put a \
             proxy with TLS before it (--public-url); or say --allow-plain-http where the network \
             itself is protected",
            listen.ip()
        )));
    }
    Ok(())
}

/// What the interface has to know of it.
pub fn settings(interface: &InterfaceArgs) -> Settings {
    let behind_proxy = interface.public_url.is_some();
    Settings {
        secure: behind_proxy || interface.tls_certificate.is_some(),
        behind_proxy,
        origins: interface.public_url.iter().cloned().collect(),
        requests_per_second: interface.requests_per_second,
        burst: interface.burst,
        download_links: interface.download_links,
        ..Settings::default()
    }
}
