//! Behaviour and laws, one module each.

mod folding;
mod locating;
//! Tests of the library from outside.

mod loading;
