#include "braid/tracer/recording/value.h"

#include <gtest/gtest.h>

namespace braid::recording {
namespace {

std::string names_of(const Fields& fields) {
  std::string names;
  for (const Field& field : fields) names += field.name + ' ';
  return names;
}

Fields three_fields() {
  Fields fields;
  fields.add("server", "10.9.1.11, which is longer than what a string holds in place");
  fields.add("fids", List{Value("1.2.3"), Value(7)});
  Fields inner;
  inner.add("mtime", "1.5");
  fields.add("set", std::move(inner));
  return fields;
}

TEST(RecordedFields, HoldNothingOfWhatWasCleared) {
  Fields fields = three_fields();
  fields.clear();
  EXPECT_TRUE(fields.empty());
  EXPECT_EQ(fields.begin(), fields.end());
  EXPECT_EQ(fields.find("server"), nullptr);
  EXPECT_EQ(fields, Fields());
  fields.add("server", 4);
  EXPECT_EQ(names_of(fields), "server ");
  EXPECT_EQ(*fields.find("server"), Value(4));
  EXPECT_EQ(fields.find("fids"), nullptr);
  Fields fresh;
  fresh.add("server", 4);
  EXPECT_EQ(fields, fresh);
}

TEST(RecordedFields, TakeOtherTypesInPlaceOfThoseThatWereCleared) {
  Fields fields = three_fields();
  fields.clear();
  fields.add("set", List{Value(true)});
  fields.add("fids", "text");
  fields.append("server").set_text("short");
  fields.append("more").set_integer(-3);
  EXPECT_EQ(names_of(fields), "set fids server more ");
  EXPECT_EQ(*fields.find("set"), Value(List{Value(true)}));
  EXPECT_EQ(*fields.find("fids"), Value("text"));
  EXPECT_EQ(*fields.find("server"), Value("short"));
  EXPECT_EQ(*fields.find("more"), Value(-3));
  EXPECT_TRUE(fields.append("fields").set_fields().empty());
}

TEST(RecordedFields, AreCopiedAndMovedWithoutWhatWasCleared) {
  Fields fields = three_fields();
  fields.clear();
  fields.add("one", 1);
  const Fields copy = fields;
  EXPECT_EQ(names_of(copy), "one ");
  Fields assigned = three_fields();
  assigned = fields;
  EXPECT_EQ(assigned, copy);
  const Fields moved = std::move(fields);
  EXPECT_EQ(moved, copy);
  fields = Fields();
  EXPECT_TRUE(fields.empty());
  assigned = three_fields();
  EXPECT_EQ(names_of(assigned), "server fids set ");
}

TEST(RecordedFields, TellNamesOfEveryLengthApart) {
  std::string name;
  for (int length = 0; length < 40; ++length, name += 'n') {
    Fields fields;
    fields.add(name, 1);
    EXPECT_NE(fields.find(name), nullptr) << length;
    EXPECT_EQ(fields.find(name + 'n'), nullptr) << length;
    for (std::size_t k = 0; k < name.size(); ++k) {
      std::string other = name;
      other[k] = 'm';
      EXPECT_EQ(fields.find(other), nullptr) << other;
    }
  }
}

}  // namespace
}  // namespace braid::recording
