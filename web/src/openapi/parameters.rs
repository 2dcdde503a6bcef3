//! Parameters: what a route's path and kind bring with them, and exactly what each one takes.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::{
    KnownFormat, ObjectBuilder, OneOfBuilder, RefOr, Required, Schema, SchemaFormat, Type,
};

use crate::route::{Access, Kind, Route};

/// How each list can be sorted, by its path.
const SORTS: [(&str, &[&str]); 9] = [
    ("/api/v1/users", &["username", "full_name", "created_at"]),
    ("/user", &["username", "full_name", "created_at"]),
    ("/api/v1/patients", &["name", "number", "registered_at", "images_unverified"]),
    ("/patient", &["name", "number", "registered_at", "images_unverified"]),
    ("/api/v1/cases", CASES),
    ("/api/v1/patients/{id}/cases", CASES),
    ("/api/v1/images", IMAGES),
    ("/image", IMAGES),
    ("/api/v1/access", &["at"]),
];
const CASES: &[&str] =
    &["worklist", "received_at", "due_at", "priority", "accession", "images_unverified"];
const IMAGES: &[&str] = &["worklist", "uploaded_at", "file_name", "confidence", "uncertainty"];

/// The query parameter and headers that a kind of route takes.
pub(super) fn add_common(operation: &mut Operation, route: &Route) {
    let open = route.access == Access::Open;
    let mut add = |place, name: &str, text: &str| {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(place)
            .required(Required::False)
            .description(Some(text))
            .build();
        operation.parameters.get_or_insert_default().push(parameter.into());
    };
    match route.kind {
        Kind::Read | Kind::Bytes if !open => {
            if route.kind == Kind::Read {
                let text = "A `Position`: the answer waits, 2 s at most, until it shows it.";
                add(ParameterIn::Query, "after", text);
            }
            add(ParameterIn::Header, "If-None-Match", "Tags at hand: 304 when one still holds.");
        }
        Kind::Write | Kind::Upload => {
            let text = "At most 255 characters: the same key and body are done once, for 24 hours.";
            add(ParameterIn::Header, "Idempotency-Key", text);
        }
        _ => {}
    }
    if matches!(route.kind, Kind::Read | Kind::Bytes) && !open {
        let unchanged = ResponseBuilder::new().description("It is as the client has it.").build();
        operation.responses.responses.insert("304".to_owned(), unchanged.into());
    }
}

/// The parts of the path that a route names.
pub(super) fn add_to_path(operation: &mut Operation, path: &str) {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    for name in names {
        let schema = match name {
            "id" if path.contains("/models/") => text().pattern(Some("^[0-9a-f]{64}$")).build(),
            "id" => text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))).build(),
            "xy" => text().pattern(Some("^[0-9]{1,9}_[0-9]{1,9}$")).build(),
            "z" => ObjectBuilder::new()
                .schema_type(Type::Integer)
                .minimum(Some(0))
                .maximum(Some(u32::MAX))
                .build(),
            _ => text().build(),
        };
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(Schema::Object(schema)))
            .build();
        let parameters = operation.parameters.get_or_insert_default();
        parameters.retain(|known| !is_named(known, name));
        parameters.insert(0, parameter.into());
    }
}

fn is_named(parameter: &RefOr<Parameter>, name: &str) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.name == name
        && parameter.parameter_in == ParameterIn::Path)
}

/// Says exactly what the parameters take that many routes share.
pub(super) fn refine(operation: &mut Operation, path: &str) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let schema = match (&parameter.parameter_in, parameter.name.as_str()) {
            (ParameterIn::Header, "Idempotency-Key") => text().pattern(Some("^[!-~]{1,255}$")),
            (ParameterIn::Header, "If-Match") => {
                let tag = "^(\\*|\"[0-9]{1,18}(-[0-9a-f]{24})?\")$";
                text().pattern(Some(tag)).examples(["*"])
            }
            (ParameterIn::Header, _) => text(),
            (ParameterIn::Query, "after") => text().pattern(Some("^[0-9]{1,18}$")),
            (ParameterIn::Query, "sort") => text().enum_values(Some(sorts(path))),
            (ParameterIn::Query, "as_of") => {
                parameter.schema = Some(RefOr::T(moment()));
                continue;
            }
            _ => continue,
        };
        parameter.schema = Some(RefOr::T(Schema::Object(schema.build())));
    }
}

/// A position or a time.
fn moment() -> Schema {
    let position = text().pattern(Some("^[0-9]{1,18}$")).build();
    let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
    let time = text().format(Some(format)).build();
    OneOfBuilder::new().item(position).item(time).build().into()
}

/// Both directions of every way to sort a list.
fn sorts(path: &str) -> Vec<String> {
    let known = SORTS.iter().find(|(list, _)| *list == path).map_or(&[][..], |(_, names)| names);
    known.iter().flat_map(|name| [(*name).to_owned(), format!("-{name}")]).collect()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}
