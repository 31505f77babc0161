// The shipped properties hold on correct AFSv2 and fail on each flaw that they are about.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "afs_signature.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/explanation.h"
#include "braid/checker/formula/properties.h"
#include "small_afs.h"

namespace braid::formula::testing {
namespace {

using Names = std::set<std::string>;

/// The properties that speak of operations; others speak of messages.
const std::vector<Property>& shipped() {
  static const std::vector<Property> kProperties = [] {
    std::vector<Property> all = load_properties(BRAID_PROPERTIES_DIR);
    std::erase_if(all, [](const Property& property) {
      return std::none_of(property.systems.begin(), property.systems.end(),
                          [](const PlacedName& system) { return system.name == "afs2"; });
    });
    return all;
  }();
  return kProperties;
}

/// Which properties some schedule of `text` violates.
Names violated(const std::string& text, SmallOptions options) {
  const SmallProgram program = parse_program(text);
  Names names;
  for (const Property& property : shipped()) {
    auto signature = afs_signature(static_cast<std::uint32_t>(program.size()), 2, 4);
    const BoundProperty bound = bind_property(property, signature);
    walk_all(program, options, signature, bound,
             [&](const std::vector<std::int64_t>& values, const std::string&) {
               const auto get = [&](explore::ObservableId id) { return values[id]; };
               for (const RememberedValue& value : bound.remembered) {
                 const explore::Observable& observable = signature.observables[value.id];
                 ASSERT_GE(values[value.id], observable.least) << observable.name;
                 ASSERT_LE(values[value.id], observable.greatest) << observable.name;
               }
               for (const BoundFormula& claim : bound.claims) {
                 if (deciding_instance(claim, get) != claim.instances.size())
                   names.insert(property.name.name);
               }
             });
  }
  return names;
}

const std::vector<std::string> kPrograms{
    "oa wa ca, oa ra ca",
    "oa wa ca, oa wa ca",
    "oa ra ca, oa wa ca oa wa ca",
    "oa oa wa ca ra ca, oa ra ca",
    "oa ra oa ra ra ca ca, oa wa ca",
    "oa wa oa ra ca ca, oa wa ca",
    "oa wa oa wa ca ca, oa wa ca",
    "oa wa ca oa ra ca, oa wa ca oa ra ca",
    "oa oa wa ca wa ca, oa wa ca",
    "oa wa ob wb ca cb, ob rb oa wa cb ca",
    "oa wa ca, oa wa ca, oa ra ca",
};

TEST(ShippedProperties, AreSixWithMeaningAndSource) {
  ASSERT_EQ(shipped().size(), 6U);
  Names names;
  for (const Property& property : shipped()) {
    names.insert(property.name.name);
    EXPECT_FALSE(property.meaning.empty());
    EXPECT_FALSE(property.citation.empty());
    EXPECT_EQ(property.source->name,
              std::string(BRAID_PROPERTIES_DIR) + "/" + property.name.name + ".property");
  }
  EXPECT_EQ(names, (Names{"callback-coherence", "close-to-open", "last-closer-wins", "no-lost-write",
                          "reference-count", "session-snapshot"}));
}

TEST(ShippedProperties, AllHoldWhereAnInvalidOpenEntryIsKept) {
  for (const std::string& program : kPrograms) EXPECT_EQ(violated(program, {}), Names{}) << program;
}

TEST(ShippedProperties, ReplacingAnOpenEntryBreaksSnapshotsAndCounts) {
  EXPECT_EQ(violated("oa ra oa ra ra ca ca, oa wa ca", {.replace = true}),
            (Names{"reference-count", "session-snapshot"}));
}

TEST(ShippedProperties, ReplacingADirtyOpenEntryLosesAWrite) {
  const Names lost{"last-closer-wins", "no-lost-write", "reference-count", "session-snapshot"};
  EXPECT_EQ(violated("oa wa oa ra ca ca, oa wa ca", {.replace = true}), lost);
  EXPECT_EQ(violated("oa wa oa wa ca ca, oa wa ca", {.replace = true}).contains("no-lost-write"), true);
}

TEST(ShippedProperties, ReplacingIsHarmlessWithOneDescriptorAFile) {
  for (const std::string program : {"oa wa ca, oa ra ca", "oa wa ca oa ra ca, oa wa ca oa ra ca"}) {
    EXPECT_EQ(violated(program, {.replace = true}), Names{}) << program;
  }
}

TEST(ShippedProperties, ForgottenBreaksLeaveStaleCopies) {
  EXPECT_EQ(violated("oa ra ca oa ra ca, oa wa ca", {.forget_breaks = true}),
            (Names{"callback-coherence", "close-to-open"}));
}

TEST(ShippedProperties, ForgottenStoresLoseWrites) {
  EXPECT_EQ(violated("oa wa ca, oa ra ca", {.forget_store = true}),
            (Names{"callback-coherence", "last-closer-wins", "no-lost-write"}));
}

TEST(ShippedProperties, ForgottenReferencesAreSeen) {
  EXPECT_TRUE(violated("oa ra ca", {.forget_count = true}).contains("reference-count"));
}

TEST(ShippedProperties, ReadsThatLookThroughBreakSnapshots) {
  EXPECT_EQ(violated("oa ra ca, oa wa ca", {.refetch_read = true}), (Names{"session-snapshot"}));
}

TEST(ShippedProperties, CallbackCoherenceCostsNoRememberedState) {
  auto signature = afs_signature(2, 1, 1);
  const std::size_t before = signature.observables.size();
  const BoundProperty bound = bind_property(*find_property(shipped(), "callback-coherence"), signature);
  EXPECT_EQ(signature.observables.size(), before);
  EXPECT_TRUE(bound.remembered.empty());
}

TEST(ShippedProperties, BindUnderCounterValues) {
  auto signature = afs_signature(3, 2, 2);
  for (explore::Observable& observable : signature.observables) {
    if (observable.type == explore::ValueType::content) observable.type = explore::ValueType::integer;
  }
  signature.contents.clear();
  for (const Property& property : shipped()) {
    EXPECT_EQ(message_of([&] { return bind_property(property, signature); }), "") << property.name.name;
  }
}

}  // namespace
}  // namespace braid::formula::testing
