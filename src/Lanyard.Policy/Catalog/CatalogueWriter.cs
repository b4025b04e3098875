using System.Buffers.Binary;
using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>Writes a catalogue. The same content gives the same bytes, whatever order it is in.</summary>
public sealed class CatalogueWriter
{
    private readonly CatalogueContent _content;
    private readonly ServiceContent[] _services;
    private readonly ConditionKeyContent[] _keys;
    private readonly Dictionary<string, uint> _keyIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, uint> _actionIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly DescriptionCoder _descriptions;
    private readonly TextTable _texts = new();
    private readonly ListTable _lists = new();

    private CatalogueWriter(CatalogueContent content)
    {
        _content = content;
        _services = Sorted(content.Services, s => s.Prefix, "service");
        _keys = Sorted(AllKeys(content), k => k.Name, "condition key");
        for (var i = 0; i < _keys.Length; i++)
        {
            _keyIds.Add(_keys[i].Name, (uint)i);
        }

        _services = [.. _services.Select(s => s with
        {
            Actions = Sorted(s.Actions, a => a.Name, $"action of {s.Prefix}"),
            ResourceTypes = Sorted(s.ResourceTypes, r => r.Name, $"resource type of {s.Prefix}"),
        })];
        foreach (var (service, action) in _services.SelectMany(s => s.Actions.Select(a => (s, a))))
        {
            _actionIds.Add($"{service.Prefix}:{action.Name}", (uint)_actionIds.Count);
        }

        _descriptions = new DescriptionCoder(
            _services.SelectMany(s => s.Actions).Select(a => a.Description).Concat(_keys.Select(k => k.Description)));
    }

    /// <summary>Writes a catalogue.</summary>
    /// <param name="content">What is in it. Dependent actions that aren't are left out.</param>
    /// <exception cref="CatalogueException">A name is there twice, isn't ASCII, or a resource type is used and not there.</exception>
    public static byte[] Write(CatalogueContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new CatalogueWriter(content).Write();
    }

    private byte[] Write()
    {
        var (services, actions, types, keys, words) = (new List<uint>(), new List<uint>(), new List<uint>(), new List<uint>(), new List<uint>());
        var version = _texts.Add(_content.Version);
        var typeCount = 0u;
        foreach (var service in _services)
        {
            services.AddRange([
                _texts.Add(service.Prefix), _texts.Add(service.Name), (uint)(actions.Count * sizeof(uint) / ActionSize), typeCount, Keys(service.ConditionKeys.Select(k => k.Name)),
                service.SupportsResourceControlPolicies ? SupportsResourceControlPolicies : 0]);
            foreach (var action in service.Actions)
            {
                var description = _descriptions.Add(action.Description);
                actions.AddRange([
                    _texts.Add(action.Name), description | ((uint)action.AccessLevel << AccessLevelShift), Resources(service, action, typeCount), Keys(action.ConditionKeys), Needs(action)]);
            }

            foreach (var type in service.ResourceTypes)
            {
                types.AddRange([_texts.Add(type.Name), _lists.Add([.. type.ArnFormats.Select(_texts.Add)]), Keys(type.ConditionKeys)]);
            }

            typeCount += (uint)service.ResourceTypes.Count;
        }

        services.AddRange([0, 0, (uint)_actionIds.Count, typeCount, 0, 0]);
        foreach (var key in _keys)
        {
            keys.AddRange([_texts.Add(key.Name), _descriptions.Add(key.Description), (uint)key.Type.Kind | (key.Type.IsMultivalued ? IsMultivalued : 0)]);
        }

        words.AddRange(_descriptions.Words.Select(_texts.Add));
        var globalKeys = Keys(_content.GlobalKeys.Select(k => k.Name));
        return Lay(
            [(ServicesAt, services), (ActionsAt, actions), (ResourceTypesAt, types), (KeysAt, keys), (WordsAt, words), (ListsAt, _lists.Numbers)],
            [
                (VersionAt, version), (DateAt, (uint)_content.Date.DayNumber), (ServiceCountAt, (uint)_services.Length), (ActionCountAt, (uint)_actionIds.Count),
                (ResourceTypeCountAt, typeCount), (KeyCountAt, (uint)_keys.Length), (WordCountAt, (uint)words.Count), (ListLengthAt, (uint)_lists.Numbers.Count), (GlobalKeysAt, globalKeys),
            ]);
    }

    private byte[] Lay((int Field, IReadOnlyList<uint> Numbers)[] sections, (int Field, uint Value)[] header)
    {
        var (texts, descriptions) = (_texts.Bytes, _descriptions.Bytes);
        var size = HeaderSize + sections.Sum(s => s.Numbers.Count * sizeof(uint)) + texts.Length + descriptions.Length;
        if (descriptions.Length > DescriptionMask || size > MaxLength)
        {
            throw new CatalogueException("there is more in it than a catalogue holds");
        }

        var bytes = new byte[size];
        Magic.CopyTo(bytes);
        Put(FormatAt, Format);
        Put(LengthAt, (uint)size);
        foreach (var (field, value) in header)
        {
            Put(field, value);
        }

        var at = HeaderSize;
        foreach (var (field, numbers) in sections)
        {
            Put(field, (uint)at);
            foreach (var number in numbers)
            {
                Put(at, number);
                at += sizeof(uint);
            }
        }

        Put(TextsAt, (uint)at);
        texts.CopyTo(bytes, at);
        Put(DescriptionsAt, (uint)(at + texts.Length));
        descriptions.CopyTo(bytes, at + texts.Length);
        Put(ChecksumAt, Checksum.Of(bytes.AsSpan(LengthAt)));
        return bytes;

        void Put(int place, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(place), value);
    }

    private uint Keys(IEnumerable<string> names) => _lists.Add([.. names.Select(n => _keyIds[ConditionKeyForms.Normal(n)]).Distinct().Order()]);

    private uint Resources(ServiceContent service, ActionContent action, uint firstType)
    {
        var numbers = new List<uint>();

        // The reference lists a type twice now and then.
        foreach (var type in action.Resources.GroupBy(r => Folded(r.Type)).OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var place = service.ResourceTypes.TakeWhile(t => Folded(t.Name) != type.Key).Count();
            if (place == service.ResourceTypes.Count)
            {
                throw new CatalogueException($"{service.Prefix}:{action.Name} has the resource type {type.First().Type}, which {service.Prefix} doesn't define");
            }

            numbers.AddRange([((firstType + (uint)place) << 1) | (type.All(r => r.IsRequired) ? IsRequired : 0), Keys(type.SelectMany(r => r.ConditionKeys))]);
        }

        return _lists.Add(numbers);
    }

    private uint Needs(ActionContent action)
    {
        var dependent = action.DependentActions.Where(_actionIds.ContainsKey).Select(d => _actionIds[d]).Distinct().Order().ToArray();
        var roles = action.PassedRoles.OrderBy(r => r.Principal, StringComparer.Ordinal).ThenBy(r => r.Parameter, StringComparer.Ordinal)
            .SelectMany(r => new[] { _texts.Add(r.Principal), _texts.Add(r.Parameter), r.IsAlways ? IsAlways : 0 }).ToArray();
        return dependent.Length + roles.Length == 0 ? 0 : _lists.Add([(uint)dependent.Length, .. dependent, .. roles]);
    }

    // A key that is used and nowhere described is text.
    private static IEnumerable<ConditionKeyContent> AllKeys(CatalogueContent content)
    {
        var used = content.Services.SelectMany(s => s.Actions.SelectMany(a => a.ConditionKeys.Concat(a.Resources.SelectMany(r => r.ConditionKeys)))
            .Concat(s.ResourceTypes.SelectMany(r => r.ConditionKeys)));
        var services = content.Services.OrderBy(s => s.Prefix, StringComparer.Ordinal).SelectMany(s => s.ConditionKeys).Select(k => k with { Name = ConditionKeyForms.Normal(k.Name) }).ToArray();
        var described = services.Where(k => k.Description.Length > 0).DistinctBy(k => Folded(k.Name)).ToDictionary(k => Folded(k.Name), k => k.Description);
        return content.GlobalKeys.Concat(services)
            .Concat(used.Order(StringComparer.Ordinal).Select(name => new ConditionKeyContent(name, default, "")))
            .Select(k => k with { Name = ConditionKeyForms.Normal(k.Name) })
            .DistinctBy(k => Folded(k.Name))
            .Select(k => k.Description.Length > 0 || !described.TryGetValue(Folded(k.Name), out var text) ? k : k with { Description = text });
    }

    private static T[] Sorted<T>(IEnumerable<T> items, Func<T, string> name, string what)
    {
        T[] sorted = [.. items.OrderBy(i => Folded(name(i)), StringComparer.Ordinal)];
        for (var i = 0; i < sorted.Length; i++)
        {
            var one = name(sorted[i]);
            if (one.Length == 0 || one.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new CatalogueException($"the name of a {what} is empty, or has letters that aren't ASCII in it");
            }

            if (i > 0 && one.Equals(name(sorted[i - 1]), StringComparison.OrdinalIgnoreCase))
            {
                throw new CatalogueException($"the {what} {one} is there twice");
            }
        }

        return sorted;
    }

    private static string Folded(string name) => name.ToLowerInvariant();
}
