// Numbers that a cost follows from, each with where it comes from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace braid::cost {

struct Parameter {
  std::string name;    ///< `cpu.fetch`
  std::string unit;    ///< `s`, `s/byte`
  double value = 0;    ///< not negative
  std::string source;  ///< where the value comes from; empty: nobody has measured it, it is an assumption

  [[nodiscard]] bool is_assumption() const { return source.empty(); }
};

/// A list of parameters, found by name. Their order is that of their declaration and never changes.
class Parameters {
 public:
  static constexpr double kGreatest = 1e6;  ///< of a value, in its unit

  explicit Parameters(std::vector<Parameter> parameters) : parameters_(std::move(parameters)) {}

  [[nodiscard]] std::span<const Parameter> all() const { return parameters_; }
  /// Parallel to all().
  [[nodiscard]] std::vector<double> values() const;

  /// REQUIRES that there is such a parameter.
  [[nodiscard]] std::size_t number_of(std::string_view name) const;

  /// Sets a parameter, as `source` (an option, a file) says, which becomes its source. Throws InputError,
  /// which names the nearest parameter, if there is none of this name, and if `value` is not between 0 and
  /// kGreatest.
  void set(std::string_view source, std::string_view name, double value);
  /// The same from text: `cpu.fetch=0.08`.
  void set(std::string_view source, std::string_view assignment);

 private:
  std::vector<Parameter> parameters_;
};

}  // namespace braid::cost
