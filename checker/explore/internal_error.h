// Contradictions inside braid itself.
#pragma once

#include <stdexcept>

namespace braid::explore {

/// Something that cannot be true if braid is right: a count that fails its own check, a rank that does not
/// grow. Never the user's fault; the program ends with exit status 70.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace braid::explore
