#include "braid/tracer/import/nfs/compound_name.h"

#include <algorithm>

#include "braid/tracer/import/nfs/operations4.h"

namespace braid::import::nfs {
namespace {

bool says_what_it_does(std::span<const std::uint32_t> operations, std::size_t at) {
  switch (operations[at]) {
    case kSequence4:
    case kPutfh4:
    case kPutPublic4:
    case kPutRoot4:
    case kSave4:
    case kRestore4:
    case kGetfh4:
    case kGetattr4:
      return false;
    case kAccess4:
      return std::find(operations.begin(), operations.end(), kOpen4) == operations.end();
    default:
      return true;
  }
}

void append(std::string& name, const Operation4* operation) {
  if (operation == nullptr) return;
  if (!name.empty()) name += '+';
  name += operation->name;
}

}  // namespace

std::string compound_name(std::span<const std::uint32_t> operations) {
  std::string name;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (says_what_it_does(operations, i)) append(name, find_operation(operations[i]));
  }
  if (!name.empty()) return name;
  if (std::find(operations.begin(), operations.end(), kGetattr4) != operations.end()) return "GETATTR";
  if (!operations.empty()) append(name, find_operation(operations.back()));
  return name.empty() ? "COMPOUND" : name;
}

std::string callback_compound_name(std::span<const std::uint32_t> callbacks) {
  std::string name;
  for (const std::uint32_t callback : callbacks) {
    if (callback != kCallbackSequence4) append(name, find_callback(callback));
  }
  if (name.empty() && !callbacks.empty()) append(name, find_callback(callbacks.back()));
  return name.empty() ? "CB_COMPOUND" : name;
}

}  // namespace braid::import::nfs
