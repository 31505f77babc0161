#include "braid/checker/conformance/nfs_attributes.h"

namespace braid::conformance {

AttributesTold attributes_in(const recording::Fields& fields) {
  AttributesTold told;
  told.size_after = natural_in(fields, "size");
  told.mtime_after = time_in(fields, "mtime");
  if (const recording::Fields* before = fields_in(fields, "before")) {
    told.size_before = natural_in(*before, "size");
    told.mtime_before = time_in(*before, "mtime");
  }
  return told;
}

void note_type(NfsFile& file, const recording::Fields& fields) {
  if (text_in(fields, "type") == "directory") file.is_directory = true;
}

void add_size(NfsFile& file, std::uint32_t call, const AttributesTold& told,
              const std::vector<FileSize::Step>& effects) {
  ObjectCall<FileSize::Step> size{call, true, {}};
  if (told.size_before) size.steps.push_back({FileSize::Kind::tell, *told.size_before});
  size.steps.insert(size.steps.end(), effects.begin(), effects.end());
  if (told.size_after) size.steps.push_back({FileSize::Kind::tell, *told.size_after});
  if (!size.steps.empty()) file.size.push_back(std::move(size));
}

void add_advance(std::vector<ObjectCall<GrowingStamp::Step>>& history, std::uint32_t call,
                 std::optional<std::uint64_t> before, std::optional<std::uint64_t> after) {
  ObjectCall<GrowingStamp::Step> steps{call, true, {}};
  if (before) steps.steps.push_back({GrowingStamp::Kind::tell, *before});
  if (after) {
    steps.steps.push_back({GrowingStamp::Kind::advance, *after});
    history.push_back({call, false, {{GrowingStamp::Kind::lend, 0}}});
  } else {
    steps.steps.push_back({GrowingStamp::Kind::change, 0});
  }
  history.push_back(std::move(steps));
}

void add_mtime(NfsFile& file, std::uint32_t call, const AttributesTold& told, Touch touch) {
  if (touch == Touch::changes) return add_advance(file.mtime, call, told.mtime_before, told.mtime_after);
  ObjectCall<GrowingStamp::Step> steps{call, true, {}};
  if (told.mtime_before) steps.steps.push_back({GrowingStamp::Kind::tell, *told.mtime_before});
  if (touch == Touch::sets) {
    steps.steps.push_back({GrowingStamp::Kind::set, 0});
    file.mtime_is_set = true;
  }
  if (told.mtime_after) steps.steps.push_back({GrowingStamp::Kind::tell, *told.mtime_after});
  if (!steps.steps.empty()) file.mtime.push_back(std::move(steps));
}

}  // namespace braid::conformance
