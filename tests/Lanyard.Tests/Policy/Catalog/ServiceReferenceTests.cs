using System.Text;
using Lanyard.Policy.Catalog;

namespace Lanyard.Tests.Policy.Catalog;

/// <summary>
/// The service reference as AWS publishes it: Service Authorization Reference, "Simplified AWS service information for programmatic
/// access", which shows the list and a service's file.
/// </summary>
public sealed class ServiceReferenceTests
{
    private const string List = """[{"service":"queue","url":"https://servicereference.us-east-1.amazonaws.com/v1/queue/queue.json"},{"service":"iam","url":"https://servicereference.us-east-1.amazonaws.com/v1/iam/iam.json"}]""";

    private const string Queue =
        """
        {"Name":"queue",
         "Actions":[
           {"Name":"Send","ActionConditionKeys":["aws:TagKeys"],"Annotations":{"Properties":{"IsList":false,"IsPermissionManagement":false,"IsTaggingOnly":false,"IsWrite":true}},
            "Resources":[{"Name":"queue"},{"Name":"topic"}],"SupportedBy":{"IAM Access Analyzer Policy Generation":true,"IAM Action Last Accessed":false}},
           {"Name":"ListQueues","Annotations":{"Properties":{"IsList":true,"IsPermissionManagement":false,"IsTaggingOnly":false,"IsWrite":false}}},
           {"Name":"Peek","Annotations":{"Properties":{"IsList":false,"IsPermissionManagement":false,"IsTaggingOnly":false,"IsWrite":false}},"Resources":[{"Name":"queue"},{"Name":"nosuch"}]},
           {"Name":"Label","Annotations":{"Properties":{"IsList":false,"IsPermissionManagement":false,"IsTaggingOnly":true,"IsWrite":true}}},
           {"Name":"Share","Annotations":{"Properties":{"IsList":false,"IsPermissionManagement":true,"IsTaggingOnly":false,"IsWrite":true}}},
           {"Name":"Plain"}],
         "ConditionKeys":[{"Name":"aws:TagKeys","Types":["ArrayOfString"]},{"Name":"queue:Depth","Types":["Numeric"]}],
         "Operations":[
           {"Name":"Peek","AuthorizedActions":[{"Name":"Peek","Service":"queue"},{"Name":"PassRole","Service":"iam","Context":{"iam:PassedToService":["peek.example.com"]}}],
            "SDK":[{"Name":"queue","Method":"peek","Package":"Boto3"}]}],
         "Resources":[{"Name":"queue","ARNFormats":["arn:queue/${Name}"],"ConditionKeys":["aws:ResourceTag/${TagKey}"]},{"Name":"topic","ARNFormats":["arn:topic/${Name}","arn:t/${Name}"]}],
         "Version":"v1.4"}
        """;

    private const string Iam = """{"Name":"iam","Actions":[{"Name":"PassRole","Annotations":{"Properties":{"IsPermissionManagement":true}}}],"Version":"v1.4"}""";

    private static readonly Catalogue Before = Catalogue.Read(CatalogueWriter.Write(SmallContent.Content));

    [Fact]
    public void The_list_gives_paths_on_the_server_that_gave_it() =>
        Assert.Equal([("queue", "/v1/queue/queue.json"), ("iam", "/v1/iam/iam.json")], ServiceReferenceFile.ReadList(Bytes(List)));

    [Theory]
    [InlineData("""{"service":"s3"}""", "the list of services is no list of objects")]
    [InlineData("""[1]""", "the list of services is no list of objects")]
    [InlineData("""[{"service":"s3"}]""", "the list of services[0]: url is no text")]
    [InlineData("""[{"service":"../s3","url":"https://x/v1/../s3/../s3.json"}]""", "isn't made of letters, digits and hyphens")]
    [InlineData("""[{"service":"s3","url":"https://x/v1/s3/other.json"}]""", "an address for s3 that isn't")]
    [InlineData("""[{"service":"s3","url":"/v1/s3/s3.json"}]""", "an address for s3 that isn't")]
    [InlineData("<html>", "the list of services is not JSON: line 1")]
    public void Another_list_is_refused(string json, string why) =>
        Assert.Contains(why, Assert.Throws<CatalogueException>(() => ServiceReferenceFile.ReadList(Bytes(json))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", "the file of queue is no object")]
    [InlineData("""{"Name":"other"}""", "the file of queue is of another service")]
    [InlineData("""{"Name":"queue","Actions":{}}""", "the file of queue, Actions is no list of objects")]
    [InlineData("""{"Name":"queue","Actions":[{"Name":7}]}""", "the file of queue, Actions[0]: Name is no text")]
    [InlineData("""{"Name":"queue","Actions":[{"Name":"A","Annotations":{"Properties":{"IsWrite":"yes"}}}]}""", "IsWrite is no flag")]
    [InlineData("""{"Name":"queue","Actions":[{"Name":"A","ActionConditionKeys":[1]}]}""", "ActionConditionKeys is no list of texts")]
    [InlineData("""{"Name":"queue","Operations":[{"Name":"A","AuthorizedActions":[{"Name":"A"}]}]}""", "AuthorizedActions[0]: Service is no text")]
    public void Another_file_is_refused(string json, string why) =>
        Assert.Contains(why, Assert.Throws<CatalogueException>(() => ServiceReferenceFile.Read("queue", Bytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_published_is_taken_and_the_rest_is_kept()
    {
        var merged = Merged();
        Assert.Equal(("AWS service reference", new DateOnly(2026, 11, 28)), (merged.Version, merged.Date));
        Assert.Equal("A Queue", merged.FindService("queue")!.Name);
        Assert.True(merged.FindService("queue")!.SupportsResourceControlPolicies);

        var send = merged.FindAction("queue:Send")!;
        Assert.Equal("Grants permission to send a message", send.Description);
        Assert.Equal(["aws:TagKeys"], send.ConditionKeys.Select(k => k.Name));
        Assert.Equal([("queue", true), ("topic", false)], send.ResourceTypes.Select(r => (r.Type.Name, r.IsRequired)));
        Assert.Equal(["arn:topic/${Name}", "arn:t/${Name}"], send.ResourceTypes[1].Type.ArnFormats);
        Assert.Equal(["iam:PassRole"], send.DependentActions.Select(d => d.FullName));
        Assert.Equal(2, send.PassedRoles.Count);
        Assert.Equal(["aws:SourceIp", "aws:TagKeys"], merged.GlobalConditionKeys.Select(k => k.Name));
        Assert.Equal("how deep", merged.FindConditionKey("queue:Depth")!.Description);
    }

    [Fact]
    public void What_is_new_is_as_published()
    {
        var merged = Merged();
        Assert.Equal(
            [("queue:Label", AccessLevel.Tagging), ("queue:ListQueues", AccessLevel.List), ("queue:Peek", AccessLevel.Read), ("queue:Plain", AccessLevel.Write), ("queue:Send", AccessLevel.Write), ("queue:Share", AccessLevel.PermissionsManagement)],
            merged.FindService("queue")!.Actions.Select(a => (a.FullName, a.AccessLevel)));
        var peek = merged.FindAction("queue:Peek")!;
        Assert.Equal([("queue", true)], peek.ResourceTypes.Select(r => (r.Type.Name, r.IsRequired)));
        Assert.Equal([new PassedRole("peek.example.com", "", false)], peek.PassedRoles);
        Assert.Equal(["iam:PassRole"], peek.DependentActions.Select(d => d.FullName));
    }

    [Fact]
    public void A_reference_that_lost_many_actions_is_refused()
    {
        var files = new[] { ServiceReferenceFile.Read("iam", Bytes(Iam)) };
        Assert.Contains(
            "of the 3 actions known, 2 are missing",
            Assert.Throws<CatalogueException>(() => ServiceReferenceMerge.Merge(files, Before, "x", default)).Message, StringComparison.Ordinal);
    }

    private static Catalogue Merged() => Catalogue.Read(CatalogueWriter.Write(ServiceReferenceMerge.Merge(
        [ServiceReferenceFile.Read("queue", Bytes(Queue)), ServiceReferenceFile.Read("iam", Bytes(Iam))], Before, "AWS service reference", new DateOnly(2026, 11, 28))));

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
