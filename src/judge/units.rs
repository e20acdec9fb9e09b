//! Units in arithmetic: what each unit of the project's claims measures, and by which factor.

use std::sync::Arc;

use crate::names::{Name, Names};
use crate::number::Exact;
use crate::value::{Measure, Unit};

/// What a number measures: powers of dimensions, in order. Counts and shares measure nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dims(Option<Arc<[(u16, i8)]>>);

impl Dims {
    /// Nothing.
    pub(super) const NONE: Dims = Dims(None);

    /// Whether it measures nothing.
    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    fn powers(&self) -> &[(u16, i8)] {
        self.0.as_deref().unwrap_or_default()
    }

    /// Of a product (`sign` 1) or a quotient (`sign` −1).
    pub(super) fn with(&self, other: &Dims, sign: i8) -> Dims {
        if other.is_none() {
            return self.clone();
        }
        let mut powers = self.powers().to_vec();
        for (dimension, power) in other.powers() {
            let change = power.saturating_mul(sign);
            match powers.iter_mut().find(|(known, _)| known == dimension) {
                Some((_, known)) => *known = known.saturating_add(change),
                None => powers.push((*dimension, change)),
            }
        }
        powers.retain(|(_, power)| *power != 0);
        powers.sort_unstable();
        if powers.is_empty() { Dims::NONE } else { Dims(Some(powers.into())) }
    }
}

/// A unit of the project.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The unit itself.
    pub(super) unit: Unit,
    /// What it measures.
    pub(super) dims: Dims,
    /// What a number of it is multiplied by; nothing for one.
    pub(super) factor: Option<Exact>,
}

/// All units of a project, by the word that claims write.
#[derive(Debug, Default)]
pub(super) struct Units {
    by_name: Vec<Option<Known>>,
    dimensions: Vec<String>,
}

impl Units {
    /// The units of the words that claims use.
    pub(super) fn new(names: &Names, used: impl Iterator<Item = Name>, resolve: &dyn Fn(&str) -> Unit) -> Units {
        let mut units = Units { by_name: vec![None; names.count()], dimensions: Vec::new() };
        for name in used {
            if name.is_some() && units.by_name[name.index()].is_none() {
                let known = units.known(resolve(names.get(name)));
                units.by_name[name.index()] = Some(known);
            }
        }
        units
    }

    /// The unit of a word.
    pub(super) fn get(&self, name: Name) -> Option<&Known> {
        self.by_name.get(name.index()).and_then(Option::as_ref)
    }

    /// What a unit measures, and its factor.
    fn known(&mut self, unit: Unit) -> Known {
        let (dims, factor) = match &unit.measure {
            Measure::Counted | Measure::Percent | Measure::Points => (Dims::NONE, None),
            Measure::Money(code) => (self.dimension(code), None),
            Measure::Measured { dimension, factor } => (self.dimension(dimension), Some(factor.clone())),
        };
        Known { unit, dims, factor }
    }

    /// A unit that stands in a condition only.
    pub(super) fn foreign(&self, unit: &Unit) -> (Dims, Option<Exact>) {
        let find = |name: &str| match self.dimensions.iter().position(|known| known == name) {
            Some(place) => Dims(Some([(u16::try_from(place).unwrap_or(u16::MAX), 1)].into())),
            // no claim measures it, so it equals nothing that the project has
            None => Dims(Some([(u16::MAX, 1)].into())),
        };
        match &unit.measure {
            Measure::Counted | Measure::Percent | Measure::Points => (Dims::NONE, None),
            Measure::Money(code) => (find(code), None),
            Measure::Measured { dimension, factor } => (find(dimension), Some(factor.clone())),
        }
    }

    fn dimension(&mut self, name: &str) -> Dims {
        let place = self.dimensions.iter().position(|known| known == name).unwrap_or_else(|| {
            self.dimensions.push(name.to_owned());
            self.dimensions.len() - 1
        });
        Dims(Some([(u16::try_from(place).unwrap_or(u16::MAX), 1)].into()))
    }

    /// What is measured, in words.
    pub(super) fn name(&self, dims: &Dims) -> String {
        let word = |(dimension, power): &(u16, i8)| {
            let name = self.dimensions.get(*dimension as usize).map_or("another unit", String::as_str);
            if *power == 1 { name.to_owned() } else { format!("{name}^{power}") }
        };
        if dims.is_none() { "a plain number".to_owned() } else { dims.powers().iter().map(word).collect::<Vec<_>>().join("·") }
    }
}
