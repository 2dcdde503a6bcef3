//! The documentation as a page: the OpenAPI document set in plain HTML, on our side, without scripts.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::Value;

use crate::openapi;

static PAGE: LazyLock<String> = LazyLock::new(|| {
    let document = serde_json::to_value(openapi::document()).unwrap_or_default();
    render(&document)
});

/// The page.
pub fn page() -> &'static str {
    &PAGE
}

fn render(document: &Value) -> String {
    let mut html = String::from(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>HemaClassify: HTTP interface</title>\
         <link rel=\"icon\" href=\"/assets/icon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"/assets/page.css\"></head><body><main class=\"wide\">\
         <h1>HemaClassify: HTTP interface</h1>",
    );
    html += &prose(&document["info"]["description"]);
    html += "<p><a href=\"/api/openapi.json\">The same as an OpenAPI 3.1 document</a></p>";
    for (tag, text) in openapi::TAGS {
        let (id, tag_text) = (tag.replace(|c: char| !c.is_alphanumeric(), "-"), escape(tag));
        let _ = write!(html, "<h2 id=\"{id}\">{tag_text}</h2><p>{}</p>", inline(text));
        for (path, method, operation) in operations(document, tag) {
            html += &operation_html(document, path, method, operation);
        }
    }
    html += "<h2 id=\"schemas\">Shapes</h2>";
    for (name, schema) in members(&document["components"]["schemas"]) {
        let _ = write!(
            html,
            "<details id=\"schema-{0}\"><summary><h3>{0}</h3></summary><div class=\"body\">{1}{2}</div></details>",
            escape(name),
            prose(&schema["description"]),
            properties(schema)
        );
    }
    html + "</main></body></html>\n"
}

fn operations<'a>(
    document: &'a Value,
    tag: &'a str,
) -> impl Iterator<Item = (&'a str, &'a str, &'a Value)> {
    members(&document["paths"]).flat_map(move |(path, item)| {
        members(item)
            .filter(move |(_, operation)| operation["tags"][0] == tag)
            .map(move |(method, operation)| (path, method, operation))
    })
}

fn operation_html(document: &Value, path: &str, method: &str, operation: &Value) -> String {
    let summary = operation["summary"].as_str().unwrap_or_default();
    let mut html = format!(
        "<details id=\"{id}\"><summary><span class=\"method\">{method}</span><code>{path}</code>\
         <span class=\"who\">{summary}</span></summary><div class=\"body\">{text}",
        id = operation["operationId"].as_str().unwrap_or_default(),
        method = method.to_uppercase(),
        path = escape(path),
        summary = inline(summary),
        text = prose(&operation["description"]),
    );
    if let Some(parameters) = operation["parameters"].as_array() {
        html += "<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>";
        for parameter in parameters {
            row(
                &mut html,
                &[
                    &code(&parameter["name"]),
                    &escape(parameter["in"].as_str().unwrap_or_default()),
                    &kind(&parameter["schema"]),
                    &inline(parameter["description"].as_str().unwrap_or_default()),
                ],
            );
        }
        html += "</table>";
    }
    for (media, content) in members(&operation["requestBody"]["content"]) {
        let _ = write!(
            html,
            "<p>Body: <code>{}</code> {}</p>",
            escape(media),
            kind(&content["schema"])
        );
    }
    html += "<table><tr><th>Answer</th><th>Body</th><th></th></tr>";
    for (status, response) in members(&operation["responses"]) {
        let response = resolved(document, response);
        let body: Vec<String> =
            members(&response["content"]).map(|(_, content)| kind(&content["schema"])).collect();
        let text = response["description"].as_str().unwrap_or_default();
        row(&mut html, &[&escape(status), &body.join(", "), &inline(text)]);
    }
    html + "</table></div></details>"
}

/// What a reference leads to.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = value["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

fn properties(schema: &Value) -> String {
    let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
    let mut html = String::from("<table>");
    for (name, property) in members(&schema["properties"]) {
        let need = if required.iter().any(|field| *field == name) { "" } else { "optional" };
        let text = description(property);
        row(
            &mut html,
            &[&format!("<code>{}</code>", escape(name)), &kind(property), need, &inline(text)],
        );
    }
    html + "</table>"
}

/// What is said of a member, or of what it may be.
fn description(property: &Value) -> &str {
    let own = property["description"].as_str();
    let choices = property["oneOf"].as_array().into_iter().flatten();
    own.or_else(|| choices.filter_map(|choice| choice["description"].as_str()).next())
        .unwrap_or_default()
}

/// A schema's type in a few words, linked when it has a name.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escape(name));
    }
    if let Some(choices) = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema[key].as_array())
    {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(code).collect::<Vec<_>>().join(" ");
    }
    if schema["items"].is_object() {
        return format!("list of {}", kind(&schema["items"]));
    }
    let name = match &schema["type"] {
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    match schema["format"].as_str() {
        Some(format) => format!("{} ({})", escape(&name), escape(format)),
        None => escape(&name),
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn row(html: &mut String, cells: &[&str]) {
    let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    let _ = write!(html, "<tr>{cells}</tr>");
}

fn code(value: &Value) -> String {
    format!("<code>{}</code>", escape(value.as_str().unwrap_or_default()))
}

fn prose(text: &Value) -> String {
    let paragraphs =
        text.as_str().unwrap_or_default().split("\n\n").filter(|text| !text.is_empty());
    paragraphs.map(|text| format!("<p>{}</p>", inline(text))).collect()
}

/// Escaped text; what stands between backticks becomes code.
fn inline(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    });
    parts.collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
