#include "braid/tracer/import/ledger.h"

namespace braid::import {
namespace {

constexpr std::string_view kOtherKinds = "of other kinds";

}  // namespace

void Ledger::skip(std::string_view kind, std::uint64_t line, std::string_view excerpt, std::uint64_t source) {
  ++skipped_total_;
  auto entry = skipped_.find(kind);
  if (entry == skipped_.end()) {
    if (skipped_.size() >= kMostKinds) kind = kOtherKinds;
    entry = skipped_.try_emplace(std::string(kind)).first;
    if (entry->second.count == 0)
      entry->second = {0, source, line, std::string(excerpt.substr(0, kMostExcerpt))};
  }
  ++entry->second.count;
}

void Ledger::note(std::string_view kind) {
  auto entry = notes_.find(kind);
  if (entry == notes_.end()) {
    if (notes_.size() >= kMostKinds) kind = kOtherKinds;
    entry = notes_.try_emplace(std::string(kind)).first;
  }
  ++entry->second;
}

recording::Fields Ledger::skipped_fields() const {
  recording::Fields fields;
  for (const auto& [kind, skipped] : skipped_) fields.add(kind, skipped.count);
  return fields;
}

}  // namespace braid::import
