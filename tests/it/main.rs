//! Behaviour and laws, one module each.

mod folding;
mod locating;
