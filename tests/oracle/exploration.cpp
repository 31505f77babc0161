#include "exploration.h"

namespace braid::oracle {
namespace {

void print(std::ostream& out, const Schedule& schedule) {
  for (const std::uint32_t label : schedule) out << label << ' ';
}

}  // namespace

std::string decimal(BigInteger number) {
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
    number /= 10;
  } while (number != 0);
  return digits;
}

BigRational fraction(std::uint64_t numerator, std::uint64_t denominator) {
  BigRational result = numerator;
  result /= denominator;
  return result;
}

std::ostream& operator<<(std::ostream& out, const Exploration& exploration) {
  out << exploration.states << " states, " << exploration.transitions << " transitions\n";
  for (const auto& [name, found] : exploration.outcomes) {
    out << "  ending " << static_cast<int>(name.ending) << " [";
    for (const std::string& value : name.values) out << value << ' ';
    out << "] waiting [";
    for (const std::uint32_t actor : name.waiting) out << actor << ' ';
    out << "] schedules " << decimal(found.schedules) << " probability "
        << decimal(numerator(found.probability)) << '/' << decimal(denominator(found.probability)) << " via ";
    print(out, found.witness);
    out << '\n';
  }
  for (const auto& schedule : exploration.counterexamples) {
    out << "  counterexample ";
    if (schedule) {
      print(out, *schedule);
    } else {
      out << "none";
    }
    out << '\n';
  }
  return out;
}

}  // namespace braid::oracle
