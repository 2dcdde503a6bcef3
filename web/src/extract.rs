//! What handlers take out of a request, each refusing with a problem document.

use std::collections::HashSet;

use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

use crate::problem::{Answer, Problem};

/// The parts of the path that the route names. What cannot be an identifier names nothing: 404.
pub struct Path<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(inner)| Self(inner))
            .map_err(|_| Problem::not_found("thing"))
    }
}

/// Those parameters of the query that `T` names. What no one names was refused before, by the
/// route's documentation, so a handler can take a page and a filter apart.
pub struct Query<T>(pub T);

impl<T, S> FromRequestParts<S> for Query<T>
where
    T: DeserializeOwned + IntoParams + Send,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let names = T::into_params(|| None);
        let pairs = query_pairs(parts.uri.query().unwrap_or_default())?;
        let own =
            pairs.into_iter().filter(|(name, _)| names.iter().any(|known| known.name == *name));
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(own).finish();
        let parsed = form_urlencoded::parse(encoded.as_bytes());
        let deserializer = serde_urlencoded::Deserializer::new(parsed);
        serde_path_to_error::deserialize(deserializer).map(Self).map_err(|fault| {
            let pointer = pointer(fault.path());
            Problem::invalid(pointer, fault.into_inner().to_string())
        })
    }
}

/// Name and value of every query parameter, decoded.
///
/// # Errors
/// A parameter that is given twice: which of the two was meant is anybody's guess.
pub fn query_pairs(query: &str) -> Answer<Vec<(String, String)>> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query)
        .map_err(|fault| Problem::bad_request(fault.to_string()))?;
    let mut names = HashSet::with_capacity(pairs.len());
    match pairs.iter().find(|(name, _)| !names.insert(name)) {
        Some((name, _)) => Err(Problem::invalid(
            format!("/{}", escape(name)),
            format!("The query parameter “{name}” is given more than once."),
        )),
        None => Ok(pairs),
    }
}

/// A JSON body. Its size was limited before; unknown members are refused by the types.
pub struct Json<T>(pub T);

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "Unsupported media type",
                "This address takes a body of type application/json.",
            ));
        }
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Problem::of_status(rejection.status()))?;
        parse(&body).map(Self)
    }
}

/// A JSON body, or none at all; `null` is none too.
pub struct OptionalJson<T>(pub Option<T>);

impl<T, S> FromRequest<S> for OptionalJson<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let empty = request.body().is_end_stream();
        match empty {
            true => Ok(Self(None)),
            false => Json::from_request(request, state).await.map(|Json(body)| Self(body)),
        }
    }
}

/// Why something is taken out of work. A body, for a reason may name a person and addresses are
/// written into logs.
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// In plain words.
    pub reason: Option<String>,
}

/// Reads JSON, saying where it is wrong.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Answer<T> {
    // Every body is an object, and serde reads an array as one whose members are in order.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::invalid(String::new(), "an array, where an object is expected"));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let parsed = serde_path_to_error::deserialize(&mut deserializer).map_err(|fault| {
        let pointer = pointer(fault.path());
        let fault = fault.into_inner();
        match fault.classify() {
            serde_json::error::Category::Data => Problem::invalid(pointer, fault.to_string()),
            _ => Problem::new(
                StatusCode::BAD_REQUEST,
                "not-json",
                "The body is not JSON",
                format!("The body cannot be read as JSON: {fault}."),
            ),
        }
    })?;
    deserializer
        .end()
        .map_err(|_| Problem::bad_request("Something follows the JSON document in the body."))?;
    Ok(parsed)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// A path into JSON as a pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escape(key)),
            Segment::Enum { variant } => format!("/{}", escape(variant)),
            Segment::Unknown => String::new(),
        })
        .collect()
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Tells a member that is `null` from one that is absent: `null` clears, absent leaves alone.
pub fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    serde::Deserialize::deserialize(deserializer).map(Some)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Body {
        name: String,
        #[serde(default, deserialize_with = "given")]
        notes: Option<Option<String>>,
        #[serde(default)]
        parts: Vec<Body>,
    }

    fn fault(json: &str) -> serde_json::Value {
        serde_json::to_value(parse::<Body>(json.as_bytes()).unwrap_err()).unwrap()
    }

    #[test]
    fn a_wrong_part_is_named_by_its_pointer() {
        let wrong = fault(r#"{"name": "a", "parts": [{"name": 3}]}"#);
        assert_eq!(wrong["errors"][0]["pointer"], "/parts/0/name");
        let unknown = fault(r#"{"name": "a", "colour": "red"}"#);
        assert_eq!(unknown["errors"][0]["pointer"], "/colour");
        let array = fault(r#" ["a"]"#);
        assert_eq!(array["errors"][0]["detail"], "an array, where an object is expected");
        assert_eq!(fault("{")["type"], "urn:hemaclassify:problem:not-json");
        assert_eq!(fault(r#"{"name": "a"} x"#)["type"], "urn:hemaclassify:problem:bad-request");
    }

    #[test]
    fn null_is_not_the_same_as_absent() {
        let notes = |json: &str| parse::<Body>(json.as_bytes()).unwrap().notes;
        assert_eq!(notes(r#"{"name": "a"}"#), None);
        assert_eq!(notes(r#"{"name": "a", "notes": null}"#), Some(None));
        assert_eq!(notes(r#"{"name": "a", "notes": "b"}"#), Some(Some("b".to_owned())));
    }
}
