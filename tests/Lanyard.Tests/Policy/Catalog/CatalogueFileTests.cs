using System.Buffers.Binary;
using Lanyard.Policy.Catalog;

namespace Lanyard.Tests.Policy.Catalog;

/// <summary>Catalogues as bytes: written, read back, and damaged.</summary>
public sealed class CatalogueFileTests
{
    private static readonly byte[] Written = CatalogueWriter.Write(SmallContent.Content);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var catalogue = Catalogue.Read(Written);
        Assert.Equal(("a test", new DateOnly(2026, 1, 2), 3), (catalogue.Version, catalogue.Date, catalogue.ActionCount));
        Assert.Equal(["iam", "queue"], catalogue.Services.Select(s => s.Prefix));
        Assert.Equal(["iam:PassRole", "queue:ListQueues", "queue:Send"], catalogue.Actions.Select(a => a.FullName));
        Assert.Equal("Grants permission to pass a rôle", catalogue.FindAction("iam:passrole")!.Description);
        Assert.Equal("", catalogue.FindAction("queue:ListQueues")!.Description);

        var queue = catalogue.FindService("QUEUE")!;
        Assert.Equal(("A Queue", true), (queue.Name, queue.SupportsResourceControlPolicies));
        Assert.Equal(["arn:topic/${Name}", "arn:topic/old/${Name}"], queue.FindResourceType("Topic")!.ArnFormats);
        Assert.Null(queue.FindResourceType("bucket"));

        var send = catalogue.FindAction("queue:send")!;
        Assert.Equal([("queue", true, "queue:Depth"), ("topic", false, "")], send.ResourceTypes.Select(r => (r.Type.Name, r.IsRequired, string.Join(',', r.ConditionKeys))));
        Assert.Equal(["aws:ResourceTag/${TagKey}", "aws:TagKeys"], send.ConditionKeys.Select(k => k.Name));
        Assert.Equal(["iam:PassRole"], send.DependentActions.Select(d => d.FullName));
        Assert.Equal([new PassedRole("other.example.com", "", false), new PassedRole("queue.example.com", "Role", true)], send.PassedRoles);
    }

    [Fact]
    public void A_global_key_has_its_own_type_and_the_description_of_a_service_where_it_has_none()
    {
        var catalogue = Catalogue.Read(Written);
        var key = catalogue.FindConditionKey("aws:tagkeys")!;
        Assert.Equal((new ConditionKeyType(ConditionValueKind.String, true), "the tag keys"), (key.Type, key.Description));
        Assert.Equal("queue:Label/${key}", catalogue.FindConditionKey("queue:label/colour")!.Name);
        Assert.Equal(["aws:SourceIp", "aws:TagKeys"], catalogue.GlobalConditionKeys.Select(k => k.Name));
    }

    [Fact]
    public void The_order_of_what_is_written_makes_no_difference()
    {
        var content = SmallContent.Content;
        var turned = content with
        {
            GlobalKeys = [.. content.GlobalKeys.Reverse()],
            Services = [.. content.Services.Reverse().Select(s => s with
            {
                Actions = [.. s.Actions.Reverse().Select(a => a with { Resources = [.. a.Resources.Reverse()], ConditionKeys = [.. a.ConditionKeys.Reverse()], PassedRoles = [.. a.PassedRoles.Reverse()] })],
                ResourceTypes = [.. s.ResourceTypes.Reverse()],
                ConditionKeys = [.. s.ConditionKeys.Reverse()],
            })],
        };
        Assert.Equal(Written, CatalogueWriter.Write(turned));
    }

    [Fact]
    public void A_name_that_is_there_twice_or_not_at_all_is_refused()
    {
        var service = SmallContent.Content.Services[0];
        Refused("the action of queue SEND is there twice", service with { Actions = [.. service.Actions, new("SEND", AccessLevel.Read, "")] });
        Refused("has the resource type topic, which queue doesn't define", service with { ResourceTypes = [service.ResourceTypes[1]] });
        Refused("the name of a action of queue is empty", service with { Actions = [new("", AccessLevel.Read, "")] });
    }

    [Fact]
    public void A_byte_that_changed_or_is_missing_is_noticed()
    {
        for (var i = 0; i < Written.Length; i++)
        {
            var bytes = Written.ToArray();
            bytes[i] ^= 0x41;
            Assert.Throws<CatalogueException>(() => Catalogue.Read(bytes));
            Assert.Throws<CatalogueException>(() => Catalogue.Read(Written.AsSpan(0, i)));
        }

        Assert.Throws<CatalogueException>(() => Catalogue.Read([.. Written, 0]));
    }

    [Fact]
    public void Another_format_is_named()
    {
        var bytes = Written.ToArray();
        bytes[CatalogueLayout.FormatAt] = 9;
        Assert.Contains("format 9", Assert.Throws<CatalogueException>(() => Catalogue.Read(bytes)).Message, StringComparison.Ordinal);
    }

    // A forger can make the checksum fit.
    [Fact]
    public void Numbers_that_lead_elsewhere_are_refused_or_harmless()
    {
        int[] values = [0, 1, 2, 3, -1, int.MaxValue, int.MinValue, 1 << 24, Written.Length, Written.Length - 1, 0x7FFF_FFFE];
        var refused = 0;
        for (var at = CatalogueLayout.LengthAt; at + sizeof(int) <= Written.Length; at++)
        {
            foreach (var value in values)
            {
                var bytes = Written.ToArray();
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CatalogueLayout.ChecksumAt), Checksum.Of(bytes.AsSpan(CatalogueLayout.LengthAt)));
                try
                {
                    SmallContent.ReadAll(Catalogue.Read(bytes));
                }
                catch (CatalogueException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 1000);
    }

    private static void Refused(string why, ServiceContent service) => Assert.Contains(
        why,
        Assert.Throws<CatalogueException>(() => CatalogueWriter.Write(SmallContent.Content with { Services = [service] })).Message,
        StringComparison.Ordinal);
}
