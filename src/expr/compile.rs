//! From the words of a condition to a typed [`Expr`], with every mistake at its characters.
//!
//! The `cel` crate parses; number literals are read again from their characters, so that 0.1 is a tenth and never a float.

use std::ops::Range;

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr as Cel, IdedExpr, LiteralValue, MapEntryExpr, MapExpr, SelectExpr, SourceInfo,
    operators,
};

use super::functions::{self, Function, Parameter};
use super::{CONDITION_BYTES_MAX, CONDITION_DEPTH_MAX, Comparison, Expr, Field, Fold, Node, Operation, PARTS, Type};
use crate::finding::nearest;
use crate::number::Exact;
use crate::rule::table::{ColumnType, PARENT, Table};
use crate::text::Span;

/// What the names of a condition stand for.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// The names of `where`, with whether each stands for many claims.
    pub names: Vec<(&'a str, bool)>,
    /// Whether `source` stands for the source that is judged.
    pub source: bool,
    /// Whether `rule` stands for the rule that is judged.
    pub rule: bool,
    /// The declared dimensions.
    pub dims: &'a [String],
    /// All tables of the project.
    pub tables: &'a [Table],
    /// Those of them that the condition sees, by their place.
    pub visible: Vec<usize>,
}

/// A mistake in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in bytes of the condition.
    pub range: Range<usize>,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that have to do with it.
    pub also: Vec<(Span, String)>,
}

/// Compiles a condition.
///
/// # Errors
/// Every mistake that was found: in the grammar, in names, fields and functions, in types.
pub fn compile(text: &str, scope: &Scope<'_>) -> Result<Expr, Vec<Mistake>> {
    let expr = parse(text, scope)?;
    if expr.kind.may_be_truth() {
        return Ok(expr);
    }
    let message = format!("a condition must be true or false, and this is {}", expr.kind.name());
    Err(vec![Mistake { range: expr.span, message, help: None, also: Vec::new() }])
}

fn parse(text: &str, scope: &Scope<'_>) -> Result<Expr, Vec<Mistake>> {
    if text.len() > CONDITION_BYTES_MAX {
        let message = format!("this condition has {} bytes; the most is {CONDITION_BYTES_MAX}", text.len());
        return Err(vec![Mistake {
            range: 0..text.len(),
            message,
            help: Some("split it into several rules".into()),
            also: Vec::new(),
        }]);
    }
    let parser = cel::parser::Parser::new().max_recursion_depth(CONDITION_DEPTH_MAX);
    let (tree, places) = parser.parse_with_source_info(text).map_err(|errors| syntax_mistakes(text, &errors))?;
    let mut compiler = Compiler { text, scope, places, variables: Vec::new(), mistakes: Vec::new() };
    let expr = compiler.expr(&tree);
    if compiler.mistakes.is_empty() { Ok(expr) } else { Err(compiler.mistakes) }
}

/// The parser's complaints in our words; of several at one place the first, since the rest follow from it.
fn syntax_mistakes(text: &str, errors: &cel::ParseErrors) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = errors.errors.iter().map(|error| syntax_mistake(text, error.pos, &error.msg)).collect();
    mistakes.sort_by_key(|mistake| mistake.range.start);
    mistakes.truncate(1);
    mistakes
}

fn syntax_mistake(text: &str, (line, column): (isize, isize), message: &str) -> Mistake {
    let line_start: usize = match usize::try_from(line) {
        Ok(line) if line > 1 => text.split_inclusive('\n').take(line - 1).map(str::len).sum(),
        _ => 0,
    };
    let rest = text.get(line_start..).unwrap_or_default();
    let column = usize::try_from(column).unwrap_or(0);
    let start = line_start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    let word = text.get(start..).unwrap_or_default();
    let length = word.find(|c: char| !c.is_alphanumeric()).filter(|&length| length > 0);
    let end = start + length.unwrap_or_else(|| word.chars().next().map_or(0, char::len_utf8));
    let found = text.get(start..end).unwrap_or_default();
    let message = if message.contains("recursion") {
        format!("this condition is nested deeper than {CONDITION_DEPTH_MAX}")
    } else if found.is_empty() {
        "the condition ends too early".to_owned()
    } else {
        format!("`{found}` cannot stand here")
    };
    let help = match found {
        "=" => Some("equality is written `==`".to_owned()),
        "and" => Some("write `&&`".to_owned()),
        "or" => Some("write `||`".to_owned()),
        "not" => Some("write `!`".to_owned()),
        "≤" => Some("write `<=`".to_owned()),
        "≥" => Some("write `>=`".to_owned()),
        "≠" => Some("write `!=`".to_owned()),
        _ => None,
    };
    // at the end of the text there is no character to underline, so the last one is
    let start = if start == text.len() { text.char_indices().next_back().map_or(0, |(at, _)| at) } else { start };
    Mistake { range: start..end.max(start), message, help, also: Vec::new() }
}

struct Compiler<'a> {
    text: &'a str,
    scope: &'a Scope<'a>,
    places: SourceInfo,
    variables: Vec<(String, Type)>,
    mistakes: Vec<Mistake>,
}

impl Compiler<'_> {
    fn expr(&mut self, tree: &IdedExpr) -> Expr {
        let own = self.place(tree.id);
        match &tree.expr {
            Cel::Literal(literal) => self.literal(literal, own),
            Cel::Ident(name) => self.name(name, own),
            Cel::Select(select) => self.select(select, own),
            Cel::Call(call) => self.call(call, own),
            Cel::Comprehension(fold) => self.fold(fold, own),
            Cel::List(list) => {
                let items: Vec<Expr> = list.elements.iter().map(|item| self.expr(item)).collect();
                let kind = items.first().map_or(Type::Any, |item| item.kind.clone());
                let span = items.iter().fold(own, |span, item| union(span, &item.span));
                let span = self.closed_by(span, |sign| sign == ']');
                Expr { node: Node::List(items), span, kind: Type::List(Box::new(kind)) }
            }
            Cel::Map(map) => self.cells(map, own),
            Cel::Struct(_) => self.mistake(own, "structures are not part of conditions", None),
            Cel::Unspecified => self.mistake(own, "this cannot be read as a condition", None),
        }
    }

    /// `{'area': c.area}`; the name of a column may stand without quote marks.
    fn cells(&mut self, map: &MapExpr, own: Range<usize>) -> Expr {
        let mut cells = Vec::new();
        let mut span = own;
        for entry in &map.entries {
            let EntryExpr::MapEntry(MapEntryExpr { key, value, .. }) = &entry.expr else { continue };
            let name = match &key.expr {
                Cel::Ident(name) => name.clone(),
                Cel::Literal(LiteralValue::String(name)) => name.inner().to_owned(),
                _ => {
                    let place = self.place(key.id);
                    self.mistake(place, "a column stands here by its name", Some("as in `{'area': c.area}`".into()));
                    continue;
                }
            };
            let mut value = self.expr(value);
            span = union(span, &value.span);
            // the place of the entry begins with the name of its column, which a mistake about the column underlines
            value.span = union(self.place(key.id), &value.span);
            cells.push((name, value));
        }
        let span = self.closed_by(span, |sign| sign == '}');
        Expr { node: Node::Cells(cells), span, kind: Type::Cells }
    }

    /// The rows of a table with certain cells: each column must be there and hold values of the kind that is asked for.
    fn rows(&mut self, table: usize, cells: Vec<(String, Expr)>, span: Range<usize>) -> Expr {
        let columns = &self.scope.tables[table];
        let mut found = Vec::new();
        for (name, value) in cells {
            let Some(column) = columns.column(&name) else {
                let help = match nearest(&name, columns.columns.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its columns: {}", columns.columns.join(", ")),
                };
                self.mistake(value.span, format!("table `{}` has no column `{name}`", columns.name), Some(help));
                continue;
            };
            let holds = self.column_type(table, column);
            if holds != Type::Text && !holds.compares_with(&value.kind, false) {
                let message = format!(
                    "column `{name}` holds {}s, and this is {}",
                    holds.name().trim_start_matches("a "),
                    value.kind.name()
                );
                let help = (holds == Type::Number && value.kind == Type::Date)
                    .then(|| "write `year(…)` for the year of a date".to_owned());
                self.mistake(value.span.clone(), message, help);
            }
            found.push((column, value));
        }
        if found.is_empty() && self.mistakes.is_empty() {
            return self.mistake(span, "no cell is asked for", Some("as in `{'area': c.area}`".into()));
        }
        let kind = Type::List(Box::new(Type::Row(table)));
        Expr { node: Node::Rows(table, found), span, kind }
    }

    /// `lookup(census, {'area': c.area}, 'people')`
    fn lookup(&mut self, arguments: Vec<Expr>, span: Range<usize>) -> Expr {
        let Ok([table, cells, column]) = <[Expr; 3]>::try_from(arguments) else {
            return self.mistake(span, "`lookup` takes a table, cells and a column", None);
        };
        let place = cells.span;
        let (Type::Table(table), Node::Cells(cells), Node::Text(name)) = (table.kind, cells.node, &column.node) else {
            return Expr { node: Node::Null, span, kind: Type::Any }; // reported as arguments already
        };
        let rows = self.rows(table, cells, place);
        let of = &self.scope.tables[table];
        match of.column(name) {
            Some(place) => Expr { node: Node::Lookup(Box::new(rows), place), span, kind: self.column_type(table, place) },
            None => {
                let help = match nearest(name, of.columns.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its columns: {}", of.columns.join(", ")),
                };
                self.mistake(column.span, format!("table `{}` has no column `{name}`", of.name), Some(help))
            }
        }
    }

    /// The characters of a node as the parser knows them: for calls the operator alone. The parser's end is inclusive.
    fn place(&self, id: u64) -> Range<usize> {
        let Some((start, stop)) = self.places.offset_for(id) else { return 0..self.text.len() };
        let start = self.boundary(start as usize);
        let end = self.boundary(stop as usize + 1).max(start);
        start..end
    }

    fn boundary(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        (at..self.text.len()).find(|&at| self.text.is_char_boundary(at)).unwrap_or(self.text.len())
    }

    fn mistake(&mut self, range: Range<usize>, message: impl Into<String>, help: Option<String>) -> Expr {
        self.mistakes.push(Mistake { range: range.clone(), message: message.into(), help, also: Vec::new() });
        Expr { node: Node::Null, span: range, kind: Type::Any }
    }

    fn literal(&mut self, literal: &LiteralValue, span: Range<usize>) -> Expr {
        let (node, kind) = match literal {
            LiteralValue::Boolean(flag) => (Node::Flag(*flag.inner()), Type::Truth),
            LiteralValue::Null => (Node::Null, Type::Null),
            LiteralValue::String(text) => (Node::Text(text.inner().to_owned()), Type::Text),
            LiteralValue::Int(_) | LiteralValue::UInt(_) | LiteralValue::Double(_) => return self.number(literal, span),
            LiteralValue::Bytes(_) => return self.mistake(span, "byte strings are not part of conditions", None),
        };
        Expr { node, span, kind }
    }

    /// A number, from its characters. The parser's place leaves the sign out, so that is taken from its value.
    fn number(&mut self, literal: &LiteralValue, span: Range<usize>) -> Expr {
        let negative = match literal {
            LiteralValue::Int(value) => value.inner().is_negative(),
            LiteralValue::Double(value) => value.inner().is_sign_negative(),
            _ => false,
        };
        let written = self.text.get(span.clone()).unwrap_or_default().trim_start_matches('-');
        let value = match written.strip_prefix("0x") {
            Some(hex) => i128::from_str_radix(hex.trim_end_matches('u'), 16).ok().map(Exact::whole),
            None => plain_number(written.trim_end_matches('u')),
        };
        match value {
            Some(value) => Expr { node: Node::Number(if negative { -&value } else { value }), span, kind: Type::Number },
            None => self.mistake(span, format!("`{written}` is no number"), None),
        }
    }

    fn name(&mut self, name: &str, span: Range<usize>) -> Expr {
        if let Some(depth) = self.variables.iter().rposition(|(known, _)| known == name) {
            let kind = self.variables[depth].1.clone();
            return Expr { node: Node::Variable(depth), span, kind };
        }
        if let Some(place) = self.scope.names.iter().position(|(known, _)| *known == name) {
            let many = self.scope.names[place].1;
            let kind = if many { Type::List(Box::new(Type::Claim)) } else { Type::Claim };
            return Expr { node: Node::Name(place), span, kind };
        }
        if name == "source" && self.scope.source {
            return Expr { node: Node::Source, span, kind: Type::Source };
        }
        if name == "rule" && self.scope.rule {
            return Expr { node: Node::Rule, span, kind: Type::Rule };
        }
        if let Some(table) = self.table_named(name) {
            return Expr { node: Node::Table(table), span, kind: Type::Table(table) };
        }
        let tables = self.scope.visible.iter().map(|&table| self.scope.tables[table].name.as_str());
        let known: Vec<&str> = self.scope.names.iter().map(|(known, _)| *known).chain(tables).collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if functions::find(name).is_some() => format!("`{name}` is a function: write `{name}(…)`"),
            None => format!("names here: {}", known.join(", ")),
        };
        self.mistake(span, format!("`{name}` is neither a name of `where` nor a table"), Some(help))
    }

    fn table_named(&self, name: &str) -> Option<usize> {
        self.scope.visible.iter().copied().find(|&table| self.scope.tables[table].name == name)
    }

    fn select(&mut self, select: &SelectExpr, own: Range<usize>) -> Expr {
        let operand = self.expr(&select.operand);
        let span = self.field_span(union(own, &operand.span), &select.field);
        match self.field(&operand.kind, &select.field) {
            Some((field, kind)) if select.test => {
                let _ = kind;
                Expr { node: Node::Has(Box::new(operand), field), span, kind: Type::Truth }
            }
            Some((field, kind)) => Expr { node: Node::Field(Box::new(operand), field), span, kind },
            None => {
                let known = self.fields_of(&operand.kind);
                let help = match nearest(&select.field, known.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its fields: {}", known.join(", ")),
                };
                self.mistake(span, format!("{} has no field `{}`", operand.kind.name(), select.field), Some(help))
            }
        }
    }

    /// The parser places a field at its dot; the name follows it.
    fn field_span(&self, span: Range<usize>, field: &str) -> Range<usize> {
        let rest = self.text.get(span.end..).unwrap_or_default();
        let skipped = rest.len() - rest.trim_start_matches([' ', '.', '\n']).len();
        if rest.get(skipped..).is_some_and(|rest| rest.starts_with(field)) {
            span.start..span.end + skipped + field.len()
        } else {
            span
        }
    }

    fn field(&self, of: &Type, name: &str) -> Option<(Field, Type)> {
        match of {
            Type::Claim => self.claim_field(name),
            Type::Source => match name {
                "id" => Some((Field::Id, Type::Text)),
                "published" => Some((Field::Published, Type::Date)),
                "sha256" => Some((Field::Sha256, Type::Text)),
                "digest" => Some((Field::Digest, Type::Text)),
                "transcript_sha256" => Some((Field::TranscriptSha256, Type::Text)),
                "transcript_digest" => Some((Field::TranscriptDigest, Type::Text)),
                _ => None,
            },
            Type::Rule => match name {
                "id" => Some((Field::Id, Type::Text)),
                "found" => Some((Field::FoundCount, Type::Number)),
                "expected" => Some((Field::ExpectedCount, Type::Number)),
                "pack" => Some((Field::Pack, Type::Text)),
                _ => None,
            },
            Type::Row(table) => {
                let column = self.scope.tables[*table].column(name)?;
                Some((Field::Column(column), self.column_type(*table, column)))
            }
            Type::Code(table) => {
                let column = self.scope.tables[*table].column(name)?;
                Some((Field::DimColumn { table: *table, column }, self.column_type(*table, column)))
            }
            Type::Any | Type::Date => part(name),
            _ => None,
        }
    }

    /// A dimension goes before a part of the value: `c.body` is the dimension where the project declares one, and
    /// `c.value.body` always the body that the document number names.
    fn claim_field(&self, name: &str) -> Option<(Field, Type)> {
        if let Some(place) = self.scope.dims.iter().position(|dim| dim == name) {
            let table = self.scope.visible.iter().copied().find(|&table| self.scope.tables[table].dim == Some(place));
            return Some((Field::Dim(place), table.map_or(Type::Text, Type::Code)));
        }
        CLAIM_FIELDS
            .iter()
            .find(|(known, ..)| *known == name)
            .map(|(_, field, kind)| (field.clone(), kind.clone()))
            .or_else(|| part(name))
    }

    fn column_type(&self, table: usize, column: usize) -> Type {
        match self.scope.tables[table].types.get(column) {
            Some(ColumnType::Number) => Type::Number,
            Some(ColumnType::Date) => Type::Date,
            _ => Type::Text,
        }
    }

    fn fields_of(&self, of: &Type) -> Vec<String> {
        let parts = PARTS.iter().map(|(name, _)| (*name).to_owned());
        match of {
            Type::Claim => {
                let own = CLAIM_FIELDS.iter().map(|(name, ..)| (*name).to_owned());
                own.chain(self.scope.dims.iter().cloned()).chain(parts).collect()
            }
            Type::Source => {
                ["id", "published", "sha256", "digest", "transcript_sha256", "transcript_digest"].map(str::to_owned).to_vec()
            }
            Type::Rule => ["id", "found", "expected", "pack"].map(str::to_owned).to_vec(),
            Type::Row(table) | Type::Code(table) => self.scope.tables[*table].columns.clone(),
            Type::Any | Type::Date => parts.collect(),
            _ => Vec::new(),
        }
    }

    fn call(&mut self, call: &CallExpr, own: Range<usize>) -> Expr {
        let target = call.target.as_deref().map(|target| self.expr(target));
        let arguments: Vec<Expr> = call.args.iter().map(|argument| self.expr(argument)).collect();
        let all: Vec<Expr> = target.into_iter().chain(arguments).collect();
        let span = all.iter().fold(own.clone(), |span, part| union(span, &part.span));
        let mut parts = all.into_iter();
        match (call.func_name.as_str(), parts.next(), parts.next(), parts.next()) {
            (operators::LOGICAL_NOT, Some(of), ..) => self.not(of, span),
            (operators::NEGATE, Some(of), ..) => self.negate(of, span),
            (operators::LOGICAL_AND, Some(left), Some(right), _) => self.logic(Node::And, "&&", left, right, span),
            (operators::LOGICAL_OR, Some(left), Some(right), _) => self.logic(Node::Or, "||", left, right, span),
            (operators::CONDITIONAL, Some(test), Some(yes), Some(no)) => self.choose(test, yes, no, span),
            (operators::INDEX, Some(of), Some(key), _) => self.index(of, key, span),
            (operators::IN, Some(item), Some(list), _) => self.within(item, list, span),
            (operators::ADD, Some(left), Some(right), _) => self.arithmetic(Operation::Add, left, right, span),
            (operators::SUBSTRACT, Some(left), Some(right), _) => self.arithmetic(Operation::Subtract, left, right, span),
            (operators::MULTIPLY, Some(left), Some(right), _) => self.arithmetic(Operation::Multiply, left, right, span),
            (operators::DIVIDE, Some(left), Some(right), _) => self.arithmetic(Operation::Divide, left, right, span),
            (operators::EQUALS, Some(left), Some(right), _) => self.compare(Comparison::Equal, left, right, span),
            (operators::NOT_EQUALS, Some(left), Some(right), _) => self.compare(Comparison::Unequal, left, right, span),
            (operators::LESS, Some(left), Some(right), _) => self.compare(Comparison::Less, left, right, span),
            (operators::LESS_EQUALS, Some(left), Some(right), _) => self.compare(Comparison::AtMost, left, right, span),
            (operators::GREATER, Some(left), Some(right), _) => self.compare(Comparison::Greater, left, right, span),
            (operators::GREATER_EQUALS, Some(left), Some(right), _) => self.compare(Comparison::AtLeast, left, right, span),
            (operators::MODULO, ..) => {
                self.mistake(span, "`%` is not part of conditions", Some("write `pct(12.5)` for 12.5 %".into()))
            }
            (name, first, second, third) => {
                let arguments = [first, second, third].into_iter().flatten().chain(parts).collect();
                self.function(name, call.target.is_some(), arguments, own, span)
            }
        }
    }

    fn not(&mut self, of: Expr, span: Range<usize>) -> Expr {
        self.want(&of, of.kind.may_be_truth(), "`!` needs a condition");
        Expr { node: Node::Not(Box::new(of)), span, kind: Type::Truth }
    }

    fn negate(&mut self, of: Expr, span: Range<usize>) -> Expr {
        self.want(&of, of.kind.may_be_number(), "`-` needs a number");
        Expr { node: Node::Negate(Box::new(of)), span, kind: Type::Number }
    }

    fn logic(
        &mut self,
        node: impl FnOnce(Box<Expr>, Box<Expr>) -> Node,
        sign: &str,
        left: Expr,
        right: Expr,
        span: Range<usize>,
    ) -> Expr {
        for side in [&left, &right] {
            self.want(side, side.kind.may_be_truth(), &format!("both sides of `{sign}` must be conditions"));
        }
        Expr { node: node(Box::new(left), Box::new(right)), span, kind: Type::Truth }
    }

    fn choose(&mut self, test: Expr, yes: Expr, no: Expr, span: Range<usize>) -> Expr {
        self.want(&test, test.kind.may_be_truth(), "what stands before `?` must be a condition");
        let kind = if yes.kind == no.kind { yes.kind.clone() } else { Type::Any };
        Expr { node: Node::Choose(Box::new(test), Box::new(yes), Box::new(no)), span, kind }
    }

    fn index(&mut self, of: Expr, key: Expr, span: Range<usize>) -> Expr {
        let span = self.close_bracket(span);
        if let (Type::Table(table), Type::Cells) = (&of.kind, &key.kind) {
            let Node::Cells(cells) = key.node else { return Expr { node: Node::Null, span, kind: Type::Any } };
            return self.rows(*table, cells, span);
        }
        let kind = match &of.kind {
            Type::Table(table) => Type::List(Box::new(Type::Row(*table))),
            Type::List(item) => {
                self.want(&key, key.kind.may_be_number(), "a list is indexed by a number");
                (**item).clone()
            }
            Type::Any => Type::Any,
            other => {
                let message = format!("`[…]` needs a table or a list, and this is {}", other.name());
                return self.mistake(of.span, message, None);
            }
        };
        Expr { node: Node::Index(Box::new(of), Box::new(key)), span, kind }
    }

    fn close_bracket(&self, span: Range<usize>) -> Range<usize> {
        self.closed_by(span, |sign| matches!(sign, ']' | ')'))
    }

    /// The parser places a function at its bracket; the name stands before it.
    fn named(&self, span: Range<usize>, name: &str) -> Range<usize> {
        let before = self.text.get(..span.start).unwrap_or_default().trim_end();
        before.strip_suffix(name).map_or(span.start, str::len)..span.end
    }

    fn closed_by(&self, span: Range<usize>, sign: impl FnOnce(char) -> bool) -> Range<usize> {
        let rest = self.text.get(span.end..).unwrap_or_default();
        let inner = rest.trim_start();
        let closes = inner.chars().next().is_some_and(sign);
        let end = if closes { span.end + rest.len() - inner.len() + 1 } else { span.end };
        span.start..end
    }

    fn within(&mut self, item: Expr, list: Expr, span: Range<usize>) -> Expr {
        if let (Type::Table(table), Type::Cells) = (&list.kind, &item.kind) {
            let (table, place) = (*table, item.span.clone());
            let Node::Cells(cells) = item.node else { return Expr { node: Node::Null, span, kind: Type::Any } };
            let rows = self.rows(table, cells, place);
            return Expr { node: Node::In(Box::new(rows), Box::new(list)), span, kind: Type::Truth };
        }
        let fits = match &list.kind {
            Type::Table(_) | Type::Any => item.kind != Type::Cells,
            Type::List(inner) => inner.compares_with(&item.kind, false),
            _ => false,
        };
        self.want(&list, fits, "what stands after `in` must be a table or a list of the same kind");
        Expr { node: Node::In(Box::new(item), Box::new(list)), span, kind: Type::Truth }
    }

    fn arithmetic(&mut self, operation: Operation, left: Expr, right: Expr, span: Range<usize>) -> Expr {
        if operation == Operation::Add && left.kind == Type::Text && right.kind == Type::Text {
            return Expr { node: Node::Arithmetic(operation, Box::new(left), Box::new(right)), span, kind: Type::Text };
        }
        for side in [&left, &right] {
            if side.kind == Type::Date && operation == Operation::Subtract {
                self.mistake(side.span.clone(), "dates are not subtracted", Some("write `days(earlier, later)`".into()));
            } else {
                self.want(side, side.kind.may_be_number(), &format!("both sides of `{}` must be numbers", operation.sign()));
            }
        }
        Expr { node: Node::Arithmetic(operation, Box::new(left), Box::new(right)), span, kind: Type::Number }
    }

    fn compare(&mut self, comparison: Comparison, left: Expr, right: Expr, span: Range<usize>) -> Expr {
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
        if ordered && (left.kind == Type::Truth || right.kind == Type::Truth) {
            let message = format!("`{}` compares two values, and one side is a condition already", comparison.sign());
            self.mistake(span.clone(), message, Some("write `1 <= a && a <= 3` for a between 1 and 3".into()));
        } else if !left.kind.compares_with(&right.kind, ordered) {
            let message = format!("`{}` cannot compare {} with {}", comparison.sign(), left.kind.name(), right.kind.name());
            self.mistake(span.clone(), message, None);
        }
        Expr { node: Node::Compare(comparison, Box::new(left), Box::new(right)), span, kind: Type::Truth }
    }

    fn function(&mut self, name: &str, on_target: bool, arguments: Vec<Expr>, own: Range<usize>, span: Range<usize>) -> Expr {
        let Some(function) = functions::find(name) else {
            let help = match nearest(name, functions::FUNCTIONS.iter().map(|function| function.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "docs/rules.md lists all functions".to_owned(),
            };
            return self.mistake(own, format!("there is no function `{name}`"), Some(help));
        };
        let span = self.named(self.close_bracket(span), name);
        let both_ways = matches!(function.code, functions::Name::Size | functions::Name::Matches);
        if on_target != function.method && !both_ways {
            return self.mistake(span, format!("`{name}` is written otherwise"), Some(format!("as in `{}`", function.example)));
        }
        if arguments.len() != function.takes.len() {
            let message = format!("`{name}` takes {} values, and {} are given", function.takes.len(), arguments.len());
            return self.mistake(span, message, Some(format!("as in `{}`", function.example)));
        }
        for (argument, parameter) in arguments.iter().zip(function.takes) {
            self.argument(function, argument, *parameter);
        }
        let kind = function.gives_for(arguments.first().map(|first| &first.kind));
        match function.code {
            functions::Name::Matches => self.matches(arguments, span),
            functions::Name::Lookup => self.lookup(arguments, span),
            functions::Name::Parent | functions::Name::Children => {
                self.want_parents(&arguments);
                Expr { node: Node::Call(function, arguments), span, kind }
            }
            _ => Expr { node: Node::Call(function, arguments), span, kind },
        }
    }

    /// A pattern is made ready once, here; a bad one is a mistake at its characters.
    fn matches(&mut self, arguments: Vec<Expr>, span: Range<usize>) -> Expr {
        let mut arguments = arguments.into_iter();
        let (Some(text), Some(pattern)) = (arguments.next(), arguments.next()) else {
            return self.mistake(span, "`matches` takes a text and a pattern", None);
        };
        let Node::Text(words) = &pattern.node else {
            return Expr { node: Node::Null, span, kind: Type::Truth }; // reported as an argument already
        };
        match regex_lite::Regex::new(words) {
            Ok(regex) => Expr { node: Node::Matches(Box::new(text), Box::new(regex)), span, kind: Type::Truth },
            Err(why) => self.mistake(pattern.span, format!("this is no regular expression: {why}"), None),
        }
    }

    /// `parent` and `children` need a code list that says which code stands above which.
    fn want_parents(&mut self, arguments: &[Expr]) {
        let Some(Expr { kind: Type::Code(table), span, .. }) = arguments.first() else { return };
        let table = &self.scope.tables[*table];
        if table.column(PARENT).is_none() {
            let message = format!("table `{}` has no column `{PARENT}`", table.name);
            self.mistake(span.clone(), message, Some(format!("its columns: {}", table.columns.join(", "))));
        }
    }

    fn argument(&mut self, function: &Function, argument: &Expr, parameter: Parameter) {
        let literal = matches!(argument.node, Node::Text(_));
        if !parameter.takes(&argument.kind) || (parameter == Parameter::Literal && !literal) {
            let message = format!("`{}` takes {} here, and this is {}", function.name, parameter.name(), argument.kind.name());
            self.mistake(argument.span.clone(), message, Some(format!("as in `{}`", function.example)));
        }
    }

    /// The parser hands macros over expanded; what they were is told by how the result is collected.
    fn fold(&mut self, fold: &ComprehensionExpr, own: Range<usize>) -> Expr {
        let list = self.expr(&fold.iter_range);
        let item = match &list.kind {
            Type::List(item) => (**item).clone(),
            Type::Table(table) => Type::Row(*table),
            Type::Any => Type::Any,
            other => {
                let message = format!("this macro needs a list or a table, and this is {}", other.name());
                return self.mistake(list.span, message, None);
            }
        };
        let Some((kind, filter, body)) = folded(fold) else {
            return self.mistake(own, "this macro is not part of conditions", None);
        };
        self.variables.push((fold.iter_var.clone(), item.clone()));
        let list = match filter {
            None => list,
            Some(filter) => {
                let filter = self.expr(filter);
                let (span, kind) = (list.span.clone(), Type::List(Box::new(item)));
                Expr { node: Node::Fold(Fold::Filter, Box::new(list), Box::new(filter)), span, kind }
            }
        };
        let body = self.expr(body);
        self.variables.pop();
        let gives = match kind {
            Fold::All | Fold::Exists | Fold::ExistsOne => Type::Truth,
            Fold::Filter => match &list.kind {
                Type::Table(table) => Type::List(Box::new(Type::Row(*table))),
                other => other.clone(),
            },
            Fold::Map => Type::List(Box::new(body.kind.clone())),
        };
        if kind != Fold::Map {
            self.want(&body, body.kind.may_be_truth(), "what is asked of each item must be a condition");
        }
        let span = self.close_bracket(union(union(own, &list.span), &body.span));
        Expr { node: Node::Fold(kind, Box::new(list), Box::new(body)), span, kind: gives }
    }

    fn want(&mut self, part: &Expr, holds: bool, message: &str) {
        if !holds {
            let message = format!("{message}, and this is {}", part.kind.name());
            self.mistakes.push(Mistake { range: part.span.clone(), message, help: None, also: Vec::new() });
        }
    }
}

/// The fields that every claim has.
const CLAIM_FIELDS: &[(&str, Field, Type)] = &[
    ("value", Field::Value, Type::Any),
    ("found", Field::Found, Type::Any),
    ("unit", Field::Unit, Type::Text),
    ("metric", Field::Metric, Type::Text),
    ("id", Field::Id, Type::Text),
    ("as_of", Field::AsOf, Type::Date),
    ("as_of_reason", Field::AsOfReason, Type::Text),
    ("quote", Field::Quote, Type::Text),
    ("anchor", Field::Anchor, Type::Text),
    ("source", Field::Source, Type::Source),
];

fn part(name: &str) -> Option<(Field, Type)> {
    let (_, part) = PARTS.iter().find(|(known, _)| *known == name)?;
    Some((Field::Part(*part), Type::Any))
}

/// `1_000`, `1e6` and hexadecimal are CEL too, but no figure is written so; only the exponent is taken.
fn plain_number(written: &str) -> Option<Exact> {
    let Some((digits, exponent)) = written.split_once(['e', 'E']) else { return Exact::parse(written) };
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.unsigned_abs() <= 400)?;
    Some(&Exact::parse(digits)? * &Exact::power_of_ten(exponent))
}

/// Which macro an expansion came from, with its filter and its body.
fn folded(fold: &ComprehensionExpr) -> Option<(Fold, Option<&IdedExpr>, &IdedExpr)> {
    let Cel::Call(step) = &fold.loop_step.expr else { return None };
    match (step.func_name.as_str(), step.args.as_slice()) {
        (operators::LOGICAL_AND, [_, body]) => Some((Fold::All, None, body)),
        (operators::LOGICAL_OR, [_, body]) => Some((Fold::Exists, None, body)),
        (operators::ADD, [_, added]) => Some((Fold::Map, None, only_item(added)?)),
        (operators::CONDITIONAL, [test, yes, _]) => {
            let Cel::Call(add) = &yes.expr else { return None };
            let [_, added] = add.args.as_slice() else { return None };
            match only_item(added) {
                None => Some((Fold::ExistsOne, None, test)),
                Some(item) if matches!(&item.expr, Cel::Ident(name) if *name == fold.iter_var) => {
                    Some((Fold::Filter, None, test))
                }
                Some(item) => Some((Fold::Map, Some(test), item)),
            }
        }
        _ => None,
    }
}

fn only_item(list: &IdedExpr) -> Option<&IdedExpr> {
    match &list.expr {
        Cel::List(list) => list.elements.first(),
        _ => None,
    }
}

fn union(one: Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}
