using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Policy.Documents;

public sealed class DocumentSizeTests
{
    [Theory]
    [InlineData("{ \"a\" :\r\n\t[ 1, 2 ] }", 11)]
    [InlineData("{\"a b\": \"c d\"}", 13)]
    [InlineData("{\"a\\\" b\" : 1 }", 11)]
    [InlineData("{\"a\\\\\" : 1 }", 9)]
    public void White_space_between_elements_is_not_counted_and_within_strings_is(string json, int expected) =>
        Assert.Equal(expected, DocumentSize.Of(json, SizeUnit.CharactersWithoutWhiteSpace));

    [Fact]
    public void The_other_units_count_white_space()
    {
        Assert.Equal(9, DocumentSize.Of("{ \"ä\": 1}", SizeUnit.Characters));
        Assert.Equal(10, DocumentSize.Of("{ \"ä\": 1}", SizeUnit.Bytes));
    }

    [Fact]
    public void Every_place_but_a_resource_of_any_type_has_one_quota()
    {
        foreach (var place in Enum.GetValues<PolicyPlace>().Where(place => place != PolicyPlace.Resource))
        {
            Assert.Single(PolicyQuotas.All, quota => quota.Place == place);
            Assert.Equal(place, PolicyQuotas.Find(place)!.Place);
        }

        Assert.Equal(20_480, PolicyQuotas.Find(PolicyPlace.Resource, "AWS::S3::Bucket")!.Limit);
        Assert.Null(PolicyQuotas.Find(PolicyPlace.Resource, "AWS::Other::Thing"));
    }
}
