// @ts-nocheck: ajv writes JavaScript.
// Made out of schemas/manifest.schema.json by ajv (npm run generate): a change made here is lost. It tells good manifests from
// others, and says nothing of why. With the functions of ajv and fast-deep-equal (MIT, (c) 2015-2021 Evgeny Poberezkin).
export default validate20;
const schema31 = {"type":"object","required":["version","routes"],"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"version":{"type":"integer","enum":[1]},"info":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"title":{"type":"string","minLength":1}}},"server":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"host":{"type":"string","minLength":1},"port":{"type":"integer","minimum":0,"maximum":65535},"methods":{"type":"array","items":{"$ref":"#/$defs/method"},"minItems":1,"uniqueItems":true},"notHttp":{"type":"string","enum":["shutdown","reject"]},"hosts":{"type":"array","items":{"type":"string","pattern":"^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)$"},"uniqueItems":true},"trustProxy":{"type":"array","items":{"type":"string","minLength":1},"uniqueItems":true},"tls":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"cert":{"type":"string","minLength":1},"key":{"type":"string","minLength":1},"minVersion":{"type":"string","enum":["TLSv1.2","TLSv1.3"]}},"required":["cert","key"]},"limits":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"requestLine":{"$ref":"#/$defs/size"},"headers":{"$ref":"#/$defs/size"},"headerCount":{"$ref":"#/$defs/count"},"body":{"$ref":"#/$defs/size"},"bodies":{"$ref":"#/$defs/size"},"connections":{"$ref":"#/$defs/count"},"connectionsPerClient":{"$ref":"#/$defs/count"}}},"timeouts":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"head":{"$ref":"#/$defs/duration"},"bodyIdle":{"$ref":"#/$defs/duration"},"body":{"$ref":"#/$defs/duration"},"idle":{"$ref":"#/$defs/duration"},"write":{"$ref":"#/$defs/duration"},"drain":{"$ref":"#/$defs/duration"},"hung":{"$ref":"#/$defs/duration"}}}}},"handlers":{"type":"string","minLength":1},"views":{"type":"string","minLength":1},"page":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"layout":{"type":"string","minLength":1},"error":{"type":"string","minLength":1},"errors":{"type":"object","propertyNames":{"type":"string","pattern":"^[45][0-9][0-9]$"},"additionalProperties":{"type":"string","minLength":1}},"headers":{"type":"object","additionalProperties":{"type":["string","null"]}},"background":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"cookie":{"$ref":"#/$defs/token"},"colors":{"type":"object","additionalProperties":{"$ref":"#/$defs/color"}},"default":{"$ref":"#/$defs/color"}}}}},"logs":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"access":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"file":{"$ref":"#/$defs/logFile"},"detail":{"type":"string","enum":["full","short"]},"bodyMax":{"$ref":"#/$defs/size"},"redact":{"type":"array","items":{"type":"string","pattern":"^(cookie:)?[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},"uniqueItems":true}}},"error":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"file":{"$ref":"#/$defs/logFile"},"redact":{"type":"array","items":{"type":"string","pattern":"^(cookie:)?[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},"uniqueItems":true}}}}},"clients":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"store":{"$ref":"#/$defs/clientStore"},"max":{"$ref":"#/$defs/count"},"ttl":{"$ref":"#/$defs/lifetime"}}},"schemas":{"type":"object","propertyNames":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]*$"},"patternProperties":{"^x-":true},"additionalProperties":{"$ref":"#/$defs/schema"}},"include":{"type":"array","items":{"type":"string","minLength":1},"uniqueItems":true},"routes":{"type":"object","propertyNames":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_-]*$"},"patternProperties":{"^x-":true},"additionalProperties":{"$ref":"#/$defs/route"}}},"$defs":{"method":{"type":"string","enum":["GET","HEAD","POST","PUT","PATCH","DELETE","OPTIONS"]},"size":{"type":["integer","string"],"minimum":1,"maximum":1073741824,"pattern":"^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$"},"duration":{"type":"string","pattern":"^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"},"lifetime":{"type":"string","pattern":"^([1-9][0-9]{0,4}s|[1-9][0-9]{0,3}[mhd])$"},"clientStore":{"type":"string","pattern":"^(memory|rediss?://.*)$"},"count":{"type":"integer","minimum":1,"maximum":1000000000},"color":{"type":"string"},"logFile":{"type":["string","null"],"minLength":1},"headers":{"type":"object","additionalProperties":{"type":"string"}},"route":{"type":"object","required":["path"],"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"path":{"$ref":"#/$defs/path"},"aliases":{"type":"array","items":{"$ref":"#/$defs/path"}},"methods":{"type":"array","items":{"$ref":"#/$defs/method"},"minItems":1,"uniqueItems":true},"summary":{"type":"string"},"params":{"type":"object","patternProperties":{"^x-":true},"additionalProperties":{"$ref":"#/$defs/parameter"}},"query":{"type":"object","additionalProperties":{"$ref":"#/$defs/queryParameter"}},"headers":{"type":"object","propertyNames":{"type":"string","pattern":"^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},"additionalProperties":{"$ref":"#/$defs/queryParameter"}},"cookies":{"type":"object","propertyNames":{"type":"string","pattern":"^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},"additionalProperties":{"$ref":"#/$defs/queryParameter"}},"body":{"$ref":"#/$defs/schema"},"handler":{"type":"string","minLength":1},"view":{"type":"string","minLength":1},"model":{"$ref":"#/$defs/schema"},"sameOrigin":{"type":"boolean"},"data":{},"text":{"type":"string"},"json":{},"redirect":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"route":{"type":"string","minLength":1},"params":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"url":{"type":"string","minLength":1},"status":{"type":"integer","enum":[301,302,303,307,308]}}},"response":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"status":{"type":"integer","minimum":200,"maximum":599},"headers":{"$ref":"#/$defs/headers"},"type":{"$ref":"#/$defs/mediaType"}}},"form":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"submit":{"type":"string","minLength":1},"method":{"type":"string","enum":["GET","POST"]},"labels":{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"string","minLength":1}}},"presets":{"type":"object","propertyNames":{"type":"string","minLength":1},"additionalProperties":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}}}}},"examples":{"type":"object","patternProperties":{"^x-":true},"additionalProperties":{"$ref":"#/$defs/example"}}}},"path":{"type":"string","minLength":1},"parameter":{"type":"object","if":{"properties":{"$ref":false}},"then":{"properties":{"type":true},"required":["type"]},"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"$ref":{"$ref":"#/$defs/reference"},"type":{"$ref":"#/$defs/parameterType"},"title":{"$ref":"#/$defs/parameterTitle"},"description":{"$ref":"#/$defs/parameterDescription"},"enum":{"$ref":"#/$defs/parameterEnum"},"minimum":{"$ref":"#/$defs/parameterMinimum"},"maximum":{"$ref":"#/$defs/parameterMaximum"},"exclusiveMinimum":{"$ref":"#/$defs/parameterExclusiveMinimum"},"exclusiveMaximum":{"$ref":"#/$defs/parameterExclusiveMaximum"},"multipleOf":{"$ref":"#/$defs/parameterMultipleOf"},"minLength":{"$ref":"#/$defs/parameterMinLength"},"maxLength":{"$ref":"#/$defs/parameterMaxLength"},"pattern":{"$ref":"#/$defs/parameterPattern"}}},"queryParameter":{"type":"object","if":{"properties":{"$ref":false}},"then":{"properties":{"type":true},"required":["type"]},"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"$ref":{"$ref":"#/$defs/reference"},"type":{"$ref":"#/$defs/parameterType"},"title":{"$ref":"#/$defs/parameterTitle"},"description":{"$ref":"#/$defs/parameterDescription"},"default":{"$ref":"#/$defs/parameterDefault"},"enum":{"$ref":"#/$defs/parameterEnum"},"minimum":{"$ref":"#/$defs/parameterMinimum"},"maximum":{"$ref":"#/$defs/parameterMaximum"},"exclusiveMinimum":{"$ref":"#/$defs/parameterExclusiveMinimum"},"exclusiveMaximum":{"$ref":"#/$defs/parameterExclusiveMaximum"},"multipleOf":{"$ref":"#/$defs/parameterMultipleOf"},"minLength":{"$ref":"#/$defs/parameterMinLength"},"maxLength":{"$ref":"#/$defs/parameterMaxLength"},"pattern":{"$ref":"#/$defs/parameterPattern"},"required":{"type":"boolean"}}},"reference":{"type":"string","pattern":"^#/schemas/[A-Za-z][A-Za-z0-9_-]*$"},"parameterType":{"type":"string","enum":["string","number","integer","boolean"]},"parameterTitle":{"type":"string","minLength":1},"parameterDescription":{"type":"string"},"parameterDefault":{"type":["string","number","boolean"]},"parameterEnum":{"type":"array","items":{"type":["string","number","boolean"]},"minItems":1,"uniqueItems":true},"parameterMinimum":{"type":"number"},"parameterMaximum":{"type":"number"},"parameterExclusiveMinimum":{"type":"number"},"parameterExclusiveMaximum":{"type":"number"},"parameterMultipleOf":{"type":"number","exclusiveMinimum":0},"parameterMinLength":{"type":"integer","minimum":0},"parameterMaxLength":{"type":"integer","minimum":0},"parameterPattern":{"type":"string"},"token":{"type":"string","pattern":"^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},"mediaType":{"type":"string","pattern":"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *; *[A-Za-z0-9!#$&^_.+-]+=([A-Za-z0-9!#$&^_.+-]+|\"[ !#-\\[\\]-~]*\"))*$"},"example":{"type":"object","required":["request","response"],"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"request":{"type":"string","pattern":"^[A-Z]+ [!-~]+$"},"headers":{"$ref":"#/$defs/headers"},"cookies":{"type":"object","additionalProperties":{"type":"string"}},"body":{},"options":{"type":"object","additionalProperties":false,"properties":{"shortLog":{"type":"boolean"},"showErrors":{"type":"boolean"}}},"response":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"status":{"type":"integer","minimum":200,"maximum":599},"headers":{"type":"object","additionalProperties":{"type":["string","null"]}},"cookies":{"type":"object","additionalProperties":{"type":["string","null"]}},"contains":{"type":"string","minLength":1},"json":{},"model":{}}}}},"schemaType":{"enum":["string","number","integer","boolean","object","array","null"]},"schema":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"$ref":{"$ref":"#/$defs/reference"},"type":{"type":["string","array"],"if":{"type":"string"},"then":{"$ref":"#/$defs/schemaType"},"items":{"$ref":"#/$defs/schemaType"},"minItems":1,"uniqueItems":true},"title":{"type":"string","minLength":1},"description":{"type":"string"},"default":{},"enum":{"type":"array","minItems":1,"uniqueItems":true},"const":{},"minimum":{"$ref":"#/$defs/parameterMinimum"},"maximum":{"$ref":"#/$defs/parameterMaximum"},"exclusiveMinimum":{"$ref":"#/$defs/parameterExclusiveMinimum"},"exclusiveMaximum":{"$ref":"#/$defs/parameterExclusiveMaximum"},"multipleOf":{"$ref":"#/$defs/parameterMultipleOf"},"minLength":{"$ref":"#/$defs/parameterMinLength"},"maxLength":{"$ref":"#/$defs/parameterMaxLength"},"pattern":{"$ref":"#/$defs/parameterPattern"},"properties":{"type":"object","additionalProperties":{"$ref":"#/$defs/schema"}},"required":{"type":"array","items":{"type":"string"},"uniqueItems":true},"additionalProperties":{"type":"boolean"},"items":{"$ref":"#/$defs/schema"},"minItems":{"type":"integer","minimum":0},"maxItems":{"type":"integer","minimum":0},"uniqueItems":{"type":"boolean"},"anyOf":{"type":"array","items":{"$ref":"#/$defs/schema"},"minItems":1}}}}};
const schema32 = {"type":"string","enum":["GET","HEAD","POST","PUT","PATCH","DELETE","OPTIONS"]};
const schema33 = {"type":["integer","string"],"minimum":1,"maximum":1073741824,"pattern":"^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$"};
const schema35 = {"type":"integer","minimum":1,"maximum":1000000000};
const schema40 = {"type":"string","pattern":"^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"};
const schema47 = {"type":"string","pattern":"^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"};
const schema48 = {"type":"string"};
const schema50 = {"type":["string","null"],"minLength":1};
const schema53 = {"type":"string","pattern":"^(memory|rediss?://.*)$"};
const schema55 = {"type":"string","pattern":"^([1-9][0-9]{0,4}s|[1-9][0-9]{0,3}[mhd])$"};
const func1 = Object.prototype.hasOwnProperty;
const func2 = function ucs2length(str) {
    const len = str.length;
    let length = 0;
    let pos = 0;
    let value;
    while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 0xd800 && value <= 0xdbff && pos < len) {
            // high surrogate, and there is a next character
            value = str.charCodeAt(pos);
            if ((value & 0xfc00) === 0xdc00)
                pos++; // low surrogate
        }
    }
    return length;
};
const func0 = function equal(a, b) {
  if (a === b) return true;

  if (a && b && typeof a == 'object' && typeof b == 'object') {
    if (a.constructor !== b.constructor) return false;

    var length, i, keys;
    if (Array.isArray(a)) {
      length = a.length;
      if (length != b.length) return false;
      for (i = length; i-- !== 0;)
        if (!equal(a[i], b[i])) return false;
      return true;
    }



    if (a.constructor === RegExp) return a.source === b.source && a.flags === b.flags;
    if (a.valueOf !== Object.prototype.valueOf) return a.valueOf() === b.valueOf();
    if (a.toString !== Object.prototype.toString) return a.toString() === b.toString();

    keys = Object.keys(a);
    length = keys.length;
    if (length !== Object.keys(b).length) return false;

    for (i = length; i-- !== 0;)
      if (!Object.prototype.hasOwnProperty.call(b, keys[i])) return false;

    for (i = length; i-- !== 0;) {
      var key = keys[i];

      if (!equal(a[key], b[key])) return false;
    }

    return true;
  }

  // true if both NaN, false otherwise
  return a!==a && b!==b;
};
const pattern4 = new RegExp("^x-", "u");
const pattern7 = new RegExp("^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)$", "u");
const pattern10 = new RegExp("^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$", "u");
const pattern15 = new RegExp("^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$", "u");
const pattern23 = new RegExp("^[45][0-9][0-9]$", "u");
const pattern25 = new RegExp("^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$", "u");
const pattern29 = new RegExp("^(cookie:)?[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$", "u");
const pattern33 = new RegExp("^(memory|rediss?://.*)$", "u");
const pattern34 = new RegExp("^([1-9][0-9]{0,4}s|[1-9][0-9]{0,3}[mhd])$", "u");
const pattern35 = new RegExp("^[A-Za-z][A-Za-z0-9_-]*$", "u");
const schema56 = {"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"$ref":{"$ref":"#/$defs/reference"},"type":{"type":["string","array"],"if":{"type":"string"},"then":{"$ref":"#/$defs/schemaType"},"items":{"$ref":"#/$defs/schemaType"},"minItems":1,"uniqueItems":true},"title":{"type":"string","minLength":1},"description":{"type":"string"},"default":{},"enum":{"type":"array","minItems":1,"uniqueItems":true},"const":{},"minimum":{"$ref":"#/$defs/parameterMinimum"},"maximum":{"$ref":"#/$defs/parameterMaximum"},"exclusiveMinimum":{"$ref":"#/$defs/parameterExclusiveMinimum"},"exclusiveMaximum":{"$ref":"#/$defs/parameterExclusiveMaximum"},"multipleOf":{"$ref":"#/$defs/parameterMultipleOf"},"minLength":{"$ref":"#/$defs/parameterMinLength"},"maxLength":{"$ref":"#/$defs/parameterMaxLength"},"pattern":{"$ref":"#/$defs/parameterPattern"},"properties":{"type":"object","additionalProperties":{"$ref":"#/$defs/schema"}},"required":{"type":"array","items":{"type":"string"},"uniqueItems":true},"additionalProperties":{"type":"boolean"},"items":{"$ref":"#/$defs/schema"},"minItems":{"type":"integer","minimum":0},"maxItems":{"type":"integer","minimum":0},"uniqueItems":{"type":"boolean"},"anyOf":{"type":"array","items":{"$ref":"#/$defs/schema"},"minItems":1}}};
const schema57 = {"type":"string","pattern":"^#/schemas/[A-Za-z][A-Za-z0-9_-]*$"};
const schema58 = {"enum":["string","number","integer","boolean","object","array","null"]};
const schema60 = {"type":"number"};
const schema61 = {"type":"number"};
const schema62 = {"type":"number"};
const schema63 = {"type":"number"};
const schema64 = {"type":"number","exclusiveMinimum":0};
const schema65 = {"type":"integer","minimum":0};
const schema66 = {"type":"integer","minimum":0};
const schema67 = {"type":"string"};
const pattern38 = new RegExp("^#/schemas/[A-Za-z][A-Za-z0-9_-]*$", "u");
const wrapper0 = {validate: validate21};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((func1.call(schema56.properties, key0)) || (pattern4.test(key0)))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.$ref !== undefined){
let data0 = data.$ref;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data0 === "string"){
if(!pattern38.test(data0)){
validate21.errors = [{instancePath:instancePath+"/$ref",schemaPath:"#/$defs/reference/pattern",keyword:"pattern",params:{pattern: "^#/schemas/[A-Za-z][A-Za-z0-9_-]*$"}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/$ref",schemaPath:"#/$defs/reference/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.type !== undefined){
let data1 = data.type;
const _errs5 = errors;
if((typeof data1 !== "string") && (!(Array.isArray(data1)))){
validate21.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: schema56.properties.type.type}}];
return false;
}
const _errs7 = errors;
let valid2 = true;
const _errs8 = errors;
if(typeof data1 !== "string"){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs8 === errors;
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs10 = errors;
if(!(((((((data1 === "string") || (data1 === "number")) || (data1 === "integer")) || (data1 === "boolean")) || (data1 === "object")) || (data1 === "array")) || (data1 === "null"))){
validate21.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/schemaType/enum",keyword:"enum",params:{allowedValues: schema58.enum}}];
return false;
}
var _valid0 = _errs10 === errors;
valid2 = _valid0;
}
if(!valid2){
const err1 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/if",keyword:"if",params:{failingKeyword: "then"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate21.errors = vErrors;
return false;
}
if(errors === _errs5){
if(Array.isArray(data1)){
if(data1.length < 1){
validate21.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid4 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs12 = errors;
if(!(((((((data2 === "string") || (data2 === "number")) || (data2 === "integer")) || (data2 === "boolean")) || (data2 === "object")) || (data2 === "array")) || (data2 === "null"))){
validate21.errors = [{instancePath:instancePath+"/type/" + i0,schemaPath:"#/$defs/schemaType/enum",keyword:"enum",params:{allowedValues: schema58.enum}}];
return false;
}
var valid4 = _errs12 === errors;
if(!valid4){
break;
}
}
if(valid4){
let i1 = data1.length;
let j0;
if(i1 > 1){
outer0:
for(;i1--;){
for(j0 = i1; j0--;){
if(func0(data1[i1], data1[j0])){
validate21.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0}}];
return false;
break outer0;
}
}
}
}
}
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.title !== undefined){
let data3 = data.title;
const _errs14 = errors;
if(errors === _errs14){
if(typeof data3 === "string"){
if(func2(data3) < 1){
validate21.errors = [{instancePath:instancePath+"/title",schemaPath:"#/properties/title/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.description !== undefined){
const _errs16 = errors;
if(typeof data.description !== "string"){
validate21.errors = [{instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.enum !== undefined){
let data5 = data.enum;
const _errs18 = errors;
if(errors === _errs18){
if(Array.isArray(data5)){
if(data5.length < 1){
validate21.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/properties/enum/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
let i2 = data5.length;
let j1;
if(i2 > 1){
outer1:
for(;i2--;){
for(j1 = i2; j1--;){
if(func0(data5[i2], data5[j1])){
validate21.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/properties/enum/uniqueItems",keyword:"uniqueItems",params:{i: i2, j: j1}}];
return false;
break outer1;
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/properties/enum/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.minimum !== undefined){
let data6 = data.minimum;
const _errs20 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
validate21.errors = [{instancePath:instancePath+"/minimum",schemaPath:"#/$defs/parameterMinimum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.maximum !== undefined){
let data7 = data.maximum;
const _errs23 = errors;
if(!((typeof data7 == "number") && (isFinite(data7)))){
validate21.errors = [{instancePath:instancePath+"/maximum",schemaPath:"#/$defs/parameterMaximum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.exclusiveMinimum !== undefined){
let data8 = data.exclusiveMinimum;
const _errs26 = errors;
if(!((typeof data8 == "number") && (isFinite(data8)))){
validate21.errors = [{instancePath:instancePath+"/exclusiveMinimum",schemaPath:"#/$defs/parameterExclusiveMinimum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.exclusiveMaximum !== undefined){
let data9 = data.exclusiveMaximum;
const _errs29 = errors;
if(!((typeof data9 == "number") && (isFinite(data9)))){
validate21.errors = [{instancePath:instancePath+"/exclusiveMaximum",schemaPath:"#/$defs/parameterExclusiveMaximum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.multipleOf !== undefined){
let data10 = data.multipleOf;
const _errs32 = errors;
const _errs33 = errors;
if(errors === _errs33){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 <= 0 || isNaN(data10)){
validate21.errors = [{instancePath:instancePath+"/multipleOf",schemaPath:"#/$defs/parameterMultipleOf/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/multipleOf",schemaPath:"#/$defs/parameterMultipleOf/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.minLength !== undefined){
let data11 = data.minLength;
const _errs35 = errors;
const _errs36 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate21.errors = [{instancePath:instancePath+"/minLength",schemaPath:"#/$defs/parameterMinLength/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs36){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
validate21.errors = [{instancePath:instancePath+"/minLength",schemaPath:"#/$defs/parameterMinLength/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.maxLength !== undefined){
let data12 = data.maxLength;
const _errs38 = errors;
const _errs39 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate21.errors = [{instancePath:instancePath+"/maxLength",schemaPath:"#/$defs/parameterMaxLength/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs39){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
validate21.errors = [{instancePath:instancePath+"/maxLength",schemaPath:"#/$defs/parameterMaxLength/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pattern !== undefined){
const _errs41 = errors;
if(typeof data.pattern !== "string"){
validate21.errors = [{instancePath:instancePath+"/pattern",schemaPath:"#/$defs/parameterPattern/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.properties !== undefined){
let data14 = data.properties;
const _errs44 = errors;
if(errors === _errs44){
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key1 in data14){
const _errs47 = errors;
if(!(wrapper0.validate(data14[key1], {instancePath:instancePath+"/properties/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data14,parentDataProperty:key1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
var valid16 = _errs47 === errors;
if(!valid16){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs44 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.required !== undefined){
let data16 = data.required;
const _errs48 = errors;
if(errors === _errs48){
if(Array.isArray(data16)){
var valid17 = true;
const len1 = data16.length;
for(let i3=0; i3<len1; i3++){
const _errs50 = errors;
if(typeof data16[i3] !== "string"){
validate21.errors = [{instancePath:instancePath+"/required/" + i3,schemaPath:"#/properties/required/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid17 = _errs50 === errors;
if(!valid17){
break;
}
}
if(valid17){
let i4 = data16.length;
let j2;
if(i4 > 1){
const indices0 = {};
for(;i4--;){
let item0 = data16[i4];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j2 = indices0[item0];
validate21.errors = [{instancePath:instancePath+"/required",schemaPath:"#/properties/required/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j2}}];
return false;
break;
}
indices0[item0] = i4;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/required",schemaPath:"#/properties/required/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs48 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.additionalProperties !== undefined){
const _errs52 = errors;
if(typeof data.additionalProperties !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/additionalProperties",schemaPath:"#/properties/additionalProperties/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid0 = _errs52 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.items !== undefined){
const _errs54 = errors;
if(!(wrapper0.validate(data.items, {instancePath:instancePath+"/items",parentData:data,parentDataProperty:"items",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
var valid0 = _errs54 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.minItems !== undefined){
let data20 = data.minItems;
const _errs55 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
validate21.errors = [{instancePath:instancePath+"/minItems",schemaPath:"#/properties/minItems/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs55){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 0 || isNaN(data20)){
validate21.errors = [{instancePath:instancePath+"/minItems",schemaPath:"#/properties/minItems/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs55 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.maxItems !== undefined){
let data21 = data.maxItems;
const _errs57 = errors;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
validate21.errors = [{instancePath:instancePath+"/maxItems",schemaPath:"#/properties/maxItems/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs57){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 0 || isNaN(data21)){
validate21.errors = [{instancePath:instancePath+"/maxItems",schemaPath:"#/properties/maxItems/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs57 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.uniqueItems !== undefined){
const _errs59 = errors;
if(typeof data.uniqueItems !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/uniqueItems",schemaPath:"#/properties/uniqueItems/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid0 = _errs59 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.anyOf !== undefined){
let data23 = data.anyOf;
const _errs61 = errors;
if(errors === _errs61){
if(Array.isArray(data23)){
if(data23.length < 1){
validate21.errors = [{instancePath:instancePath+"/anyOf",schemaPath:"#/properties/anyOf/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid19 = true;
const len2 = data23.length;
for(let i5=0; i5<len2; i5++){
const _errs63 = errors;
if(!(wrapper0.validate(data23[i5], {instancePath:instancePath+"/anyOf/" + i5,parentData:data23,parentDataProperty:i5,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
var valid19 = _errs63 === errors;
if(!valid19){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/anyOf",schemaPath:"#/properties/anyOf/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs61 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema68 = {"type":"object","required":["path"],"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"path":{"$ref":"#/$defs/path"},"aliases":{"type":"array","items":{"$ref":"#/$defs/path"}},"methods":{"type":"array","items":{"$ref":"#/$defs/method"},"minItems":1,"uniqueItems":true},"summary":{"type":"string"},"params":{"type":"object","patternProperties":{"^x-":true},"additionalProperties":{"$ref":"#/$defs/parameter"}},"query":{"type":"object","additionalProperties":{"$ref":"#/$defs/queryParameter"}},"headers":{"type":"object","propertyNames":{"type":"string","pattern":"^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},"additionalProperties":{"$ref":"#/$defs/queryParameter"}},"cookies":{"type":"object","propertyNames":{"type":"string","pattern":"^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},"additionalProperties":{"$ref":"#/$defs/queryParameter"}},"body":{"$ref":"#/$defs/schema"},"handler":{"type":"string","minLength":1},"view":{"type":"string","minLength":1},"model":{"$ref":"#/$defs/schema"},"sameOrigin":{"type":"boolean"},"data":{},"text":{"type":"string"},"json":{},"redirect":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"route":{"type":"string","minLength":1},"params":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"url":{"type":"string","minLength":1},"status":{"type":"integer","enum":[301,302,303,307,308]}}},"response":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"status":{"type":"integer","minimum":200,"maximum":599},"headers":{"$ref":"#/$defs/headers"},"type":{"$ref":"#/$defs/mediaType"}}},"form":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"submit":{"type":"string","minLength":1},"method":{"type":"string","enum":["GET","POST"]},"labels":{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"string","minLength":1}}},"presets":{"type":"object","propertyNames":{"type":"string","minLength":1},"additionalProperties":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}}}}},"examples":{"type":"object","patternProperties":{"^x-":true},"additionalProperties":{"$ref":"#/$defs/example"}}}};
const schema69 = {"type":"string","minLength":1};
const schema101 = {"type":"object","additionalProperties":{"type":"string"}};
const schema102 = {"type":"string","pattern":"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *; *[A-Za-z0-9!#$&^_.+-]+=([A-Za-z0-9!#$&^_.+-]+|\"[ !#-\\[\\]-~]*\"))*$"};
const pattern51 = new RegExp("^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *; *[A-Za-z0-9!#$&^_.+-]+=([A-Za-z0-9!#$&^_.+-]+|\"[ !#-\\[\\]-~]*\"))*$", "u");
const schema72 = {"type":"object","if":{"properties":{"$ref":false}},"then":{"properties":{"type":true},"required":["type"]},"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"$ref":{"$ref":"#/$defs/reference"},"type":{"$ref":"#/$defs/parameterType"},"title":{"$ref":"#/$defs/parameterTitle"},"description":{"$ref":"#/$defs/parameterDescription"},"enum":{"$ref":"#/$defs/parameterEnum"},"minimum":{"$ref":"#/$defs/parameterMinimum"},"maximum":{"$ref":"#/$defs/parameterMaximum"},"exclusiveMinimum":{"$ref":"#/$defs/parameterExclusiveMinimum"},"exclusiveMaximum":{"$ref":"#/$defs/parameterExclusiveMaximum"},"multipleOf":{"$ref":"#/$defs/parameterMultipleOf"},"minLength":{"$ref":"#/$defs/parameterMinLength"},"maxLength":{"$ref":"#/$defs/parameterMaxLength"},"pattern":{"$ref":"#/$defs/parameterPattern"}}};
const schema74 = {"type":"string","enum":["string","number","integer","boolean"]};
const schema75 = {"type":"string","minLength":1};
const schema76 = {"type":"string"};
const schema77 = {"type":"array","items":{"type":["string","number","boolean"]},"minItems":1,"uniqueItems":true};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate24.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.$ref !== undefined){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.type === undefined) && (missing0 = "type")){
validate24.errors = [{instancePath,schemaPath:"#/then/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
if(valid0){
var props0 = {};
props0.type = true;
props0.$ref = true;
}
}
if(!valid0){
const err1 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate24.errors = vErrors;
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs4 = errors;
for(const key0 in data){
if(!((func1.call(schema72.properties, key0)) || (pattern4.test(key0)))){
validate24.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs4 === errors){
if(data.$ref !== undefined){
let data1 = data.$ref;
const _errs5 = errors;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data1 === "string"){
if(!pattern38.test(data1)){
validate24.errors = [{instancePath:instancePath+"/$ref",schemaPath:"#/$defs/reference/pattern",keyword:"pattern",params:{pattern: "^#/schemas/[A-Za-z][A-Za-z0-9_-]*$"}}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/$ref",schemaPath:"#/$defs/reference/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs5 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.type !== undefined){
let data2 = data.type;
const _errs8 = errors;
if(typeof data2 !== "string"){
validate24.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/parameterType/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((((data2 === "string") || (data2 === "number")) || (data2 === "integer")) || (data2 === "boolean"))){
validate24.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/parameterType/enum",keyword:"enum",params:{allowedValues: schema74.enum}}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.title !== undefined){
let data3 = data.title;
const _errs11 = errors;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data3 === "string"){
if(func2(data3) < 1){
validate24.errors = [{instancePath:instancePath+"/title",schemaPath:"#/$defs/parameterTitle/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/title",schemaPath:"#/$defs/parameterTitle/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.description !== undefined){
const _errs14 = errors;
if(typeof data.description !== "string"){
validate24.errors = [{instancePath:instancePath+"/description",schemaPath:"#/$defs/parameterDescription/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.enum !== undefined){
let data5 = data.enum;
const _errs17 = errors;
const _errs18 = errors;
if(errors === _errs18){
if(Array.isArray(data5)){
if(data5.length < 1){
validate24.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/$defs/parameterEnum/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid8 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
const _errs20 = errors;
if(((typeof data6 !== "string") && (!((typeof data6 == "number") && (isFinite(data6))))) && (typeof data6 !== "boolean")){
validate24.errors = [{instancePath:instancePath+"/enum/" + i0,schemaPath:"#/$defs/parameterEnum/items/type",keyword:"type",params:{type: schema77.items.type}}];
return false;
}
var valid8 = _errs20 === errors;
if(!valid8){
break;
}
}
if(valid8){
let i1 = data5.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data5[i1];
if(((typeof item0 !== "string") && (!((typeof item0 == "number") && (isFinite(item0))))) && (typeof item0 !== "boolean")){
continue;
}
if(typeof item0 == "string"){
item0 += "_";
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
validate24.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/$defs/parameterEnum/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0}}];
return false;
break;
}
indices0[item0] = i1;
}
}
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/$defs/parameterEnum/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.minimum !== undefined){
let data7 = data.minimum;
const _errs22 = errors;
if(!((typeof data7 == "number") && (isFinite(data7)))){
validate24.errors = [{instancePath:instancePath+"/minimum",schemaPath:"#/$defs/parameterMinimum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.maximum !== undefined){
let data8 = data.maximum;
const _errs25 = errors;
if(!((typeof data8 == "number") && (isFinite(data8)))){
validate24.errors = [{instancePath:instancePath+"/maximum",schemaPath:"#/$defs/parameterMaximum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.exclusiveMinimum !== undefined){
let data9 = data.exclusiveMinimum;
const _errs28 = errors;
if(!((typeof data9 == "number") && (isFinite(data9)))){
validate24.errors = [{instancePath:instancePath+"/exclusiveMinimum",schemaPath:"#/$defs/parameterExclusiveMinimum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs28 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.exclusiveMaximum !== undefined){
let data10 = data.exclusiveMaximum;
const _errs31 = errors;
if(!((typeof data10 == "number") && (isFinite(data10)))){
validate24.errors = [{instancePath:instancePath+"/exclusiveMaximum",schemaPath:"#/$defs/parameterExclusiveMaximum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs31 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.multipleOf !== undefined){
let data11 = data.multipleOf;
const _errs34 = errors;
const _errs35 = errors;
if(errors === _errs35){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 <= 0 || isNaN(data11)){
validate24.errors = [{instancePath:instancePath+"/multipleOf",schemaPath:"#/$defs/parameterMultipleOf/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/multipleOf",schemaPath:"#/$defs/parameterMultipleOf/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid2 = _errs34 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.minLength !== undefined){
let data12 = data.minLength;
const _errs37 = errors;
const _errs38 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate24.errors = [{instancePath:instancePath+"/minLength",schemaPath:"#/$defs/parameterMinLength/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs38){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
validate24.errors = [{instancePath:instancePath+"/minLength",schemaPath:"#/$defs/parameterMinLength/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs37 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.maxLength !== undefined){
let data13 = data.maxLength;
const _errs40 = errors;
const _errs41 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate24.errors = [{instancePath:instancePath+"/maxLength",schemaPath:"#/$defs/parameterMaxLength/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs41){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate24.errors = [{instancePath:instancePath+"/maxLength",schemaPath:"#/$defs/parameterMaxLength/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs40 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.pattern !== undefined){
const _errs43 = errors;
if(typeof data.pattern !== "string"){
validate24.errors = [{instancePath:instancePath+"/pattern",schemaPath:"#/$defs/parameterPattern/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs43 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema86 = {"type":"object","if":{"properties":{"$ref":false}},"then":{"properties":{"type":true},"required":["type"]},"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"$ref":{"$ref":"#/$defs/reference"},"type":{"$ref":"#/$defs/parameterType"},"title":{"$ref":"#/$defs/parameterTitle"},"description":{"$ref":"#/$defs/parameterDescription"},"default":{"$ref":"#/$defs/parameterDefault"},"enum":{"$ref":"#/$defs/parameterEnum"},"minimum":{"$ref":"#/$defs/parameterMinimum"},"maximum":{"$ref":"#/$defs/parameterMaximum"},"exclusiveMinimum":{"$ref":"#/$defs/parameterExclusiveMinimum"},"exclusiveMaximum":{"$ref":"#/$defs/parameterExclusiveMaximum"},"multipleOf":{"$ref":"#/$defs/parameterMultipleOf"},"minLength":{"$ref":"#/$defs/parameterMinLength"},"maxLength":{"$ref":"#/$defs/parameterMaxLength"},"pattern":{"$ref":"#/$defs/parameterPattern"},"required":{"type":"boolean"}}};
const schema91 = {"type":["string","number","boolean"]};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate26.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.$ref !== undefined){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.type === undefined) && (missing0 = "type")){
validate26.errors = [{instancePath,schemaPath:"#/then/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
if(valid0){
var props0 = {};
props0.type = true;
props0.$ref = true;
}
}
if(!valid0){
const err1 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate26.errors = vErrors;
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs4 = errors;
for(const key0 in data){
if(!((func1.call(schema86.properties, key0)) || (pattern4.test(key0)))){
validate26.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs4 === errors){
if(data.$ref !== undefined){
let data1 = data.$ref;
const _errs5 = errors;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data1 === "string"){
if(!pattern38.test(data1)){
validate26.errors = [{instancePath:instancePath+"/$ref",schemaPath:"#/$defs/reference/pattern",keyword:"pattern",params:{pattern: "^#/schemas/[A-Za-z][A-Za-z0-9_-]*$"}}];
return false;
}
}
else {
validate26.errors = [{instancePath:instancePath+"/$ref",schemaPath:"#/$defs/reference/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs5 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.type !== undefined){
let data2 = data.type;
const _errs8 = errors;
if(typeof data2 !== "string"){
validate26.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/parameterType/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((((data2 === "string") || (data2 === "number")) || (data2 === "integer")) || (data2 === "boolean"))){
validate26.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/parameterType/enum",keyword:"enum",params:{allowedValues: schema74.enum}}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.title !== undefined){
let data3 = data.title;
const _errs11 = errors;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data3 === "string"){
if(func2(data3) < 1){
validate26.errors = [{instancePath:instancePath+"/title",schemaPath:"#/$defs/parameterTitle/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate26.errors = [{instancePath:instancePath+"/title",schemaPath:"#/$defs/parameterTitle/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.description !== undefined){
const _errs14 = errors;
if(typeof data.description !== "string"){
validate26.errors = [{instancePath:instancePath+"/description",schemaPath:"#/$defs/parameterDescription/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.default !== undefined){
let data5 = data.default;
const _errs17 = errors;
if(((typeof data5 !== "string") && (!((typeof data5 == "number") && (isFinite(data5))))) && (typeof data5 !== "boolean")){
validate26.errors = [{instancePath:instancePath+"/default",schemaPath:"#/$defs/parameterDefault/type",keyword:"type",params:{type: schema91.type}}];
return false;
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.enum !== undefined){
let data6 = data.enum;
const _errs20 = errors;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data6)){
if(data6.length < 1){
validate26.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/$defs/parameterEnum/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid9 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs23 = errors;
if(((typeof data7 !== "string") && (!((typeof data7 == "number") && (isFinite(data7))))) && (typeof data7 !== "boolean")){
validate26.errors = [{instancePath:instancePath+"/enum/" + i0,schemaPath:"#/$defs/parameterEnum/items/type",keyword:"type",params:{type: schema77.items.type}}];
return false;
}
var valid9 = _errs23 === errors;
if(!valid9){
break;
}
}
if(valid9){
let i1 = data6.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data6[i1];
if(((typeof item0 !== "string") && (!((typeof item0 == "number") && (isFinite(item0))))) && (typeof item0 !== "boolean")){
continue;
}
if(typeof item0 == "string"){
item0 += "_";
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
validate26.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/$defs/parameterEnum/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0}}];
return false;
break;
}
indices0[item0] = i1;
}
}
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/enum",schemaPath:"#/$defs/parameterEnum/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs20 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.minimum !== undefined){
let data8 = data.minimum;
const _errs25 = errors;
if(!((typeof data8 == "number") && (isFinite(data8)))){
validate26.errors = [{instancePath:instancePath+"/minimum",schemaPath:"#/$defs/parameterMinimum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.maximum !== undefined){
let data9 = data.maximum;
const _errs28 = errors;
if(!((typeof data9 == "number") && (isFinite(data9)))){
validate26.errors = [{instancePath:instancePath+"/maximum",schemaPath:"#/$defs/parameterMaximum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs28 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.exclusiveMinimum !== undefined){
let data10 = data.exclusiveMinimum;
const _errs31 = errors;
if(!((typeof data10 == "number") && (isFinite(data10)))){
validate26.errors = [{instancePath:instancePath+"/exclusiveMinimum",schemaPath:"#/$defs/parameterExclusiveMinimum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs31 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.exclusiveMaximum !== undefined){
let data11 = data.exclusiveMaximum;
const _errs34 = errors;
if(!((typeof data11 == "number") && (isFinite(data11)))){
validate26.errors = [{instancePath:instancePath+"/exclusiveMaximum",schemaPath:"#/$defs/parameterExclusiveMaximum/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid2 = _errs34 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.multipleOf !== undefined){
let data12 = data.multipleOf;
const _errs37 = errors;
const _errs38 = errors;
if(errors === _errs38){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 <= 0 || isNaN(data12)){
validate26.errors = [{instancePath:instancePath+"/multipleOf",schemaPath:"#/$defs/parameterMultipleOf/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}}];
return false;
}
}
else {
validate26.errors = [{instancePath:instancePath+"/multipleOf",schemaPath:"#/$defs/parameterMultipleOf/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid2 = _errs37 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.minLength !== undefined){
let data13 = data.minLength;
const _errs40 = errors;
const _errs41 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate26.errors = [{instancePath:instancePath+"/minLength",schemaPath:"#/$defs/parameterMinLength/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs41){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate26.errors = [{instancePath:instancePath+"/minLength",schemaPath:"#/$defs/parameterMinLength/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs40 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.maxLength !== undefined){
let data14 = data.maxLength;
const _errs43 = errors;
const _errs44 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate26.errors = [{instancePath:instancePath+"/maxLength",schemaPath:"#/$defs/parameterMaxLength/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs44){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
validate26.errors = [{instancePath:instancePath+"/maxLength",schemaPath:"#/$defs/parameterMaxLength/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid2 = _errs43 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.pattern !== undefined){
const _errs46 = errors;
if(typeof data.pattern !== "string"){
validate26.errors = [{instancePath:instancePath+"/pattern",schemaPath:"#/$defs/parameterPattern/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs46 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.required !== undefined){
const _errs49 = errors;
if(typeof data.required !== "boolean"){
validate26.errors = [{instancePath:instancePath+"/required",schemaPath:"#/properties/required/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs49 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}
validate26.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema103 = {"type":"object","required":["request","response"],"additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"request":{"type":"string","pattern":"^[A-Z]+ [!-~]+$"},"headers":{"$ref":"#/$defs/headers"},"cookies":{"type":"object","additionalProperties":{"type":"string"}},"body":{},"options":{"type":"object","additionalProperties":false,"properties":{"shortLog":{"type":"boolean"},"showErrors":{"type":"boolean"}}},"response":{"type":"object","additionalProperties":false,"patternProperties":{"^x-":true},"properties":{"status":{"type":"integer","minimum":200,"maximum":599},"headers":{"type":"object","additionalProperties":{"type":["string","null"]}},"cookies":{"type":"object","additionalProperties":{"type":["string","null"]}},"contains":{"type":"string","minLength":1},"json":{},"model":{}}}}};
const pattern55 = new RegExp("^[A-Z]+ [!-~]+$", "u");

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate32.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.request === undefined) && (missing0 = "request")) || ((data.response === undefined) && (missing0 = "response"))){
validate32.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "request") || (key0 === "headers")) || (key0 === "cookies")) || (key0 === "body")) || (key0 === "options")) || (key0 === "response")) || (pattern4.test(key0)))){
validate32.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.request !== undefined){
let data0 = data.request;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern55.test(data0)){
validate32.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/pattern",keyword:"pattern",params:{pattern: "^[A-Z]+ [!-~]+$"}}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/request",schemaPath:"#/properties/request/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.headers !== undefined){
let data1 = data.headers;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
const _errs8 = errors;
if(typeof data1[key1] !== "string"){
validate32.errors = [{instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/headers/additionalProperties/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/headers",schemaPath:"#/$defs/headers/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cookies !== undefined){
let data3 = data.cookies;
const _errs10 = errors;
if(errors === _errs10){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 in data3){
const _errs13 = errors;
if(typeof data3[key2] !== "string"){
validate32.errors = [{instancePath:instancePath+"/cookies/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/cookies/additionalProperties/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid3 = _errs13 === errors;
if(!valid3){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/cookies",schemaPath:"#/properties/cookies/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.options !== undefined){
let data5 = data.options;
const _errs15 = errors;
if(errors === _errs15){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
const _errs17 = errors;
for(const key3 in data5){
if(!((key3 === "shortLog") || (key3 === "showErrors"))){
validate32.errors = [{instancePath:instancePath+"/options",schemaPath:"#/properties/options/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs17 === errors){
if(data5.shortLog !== undefined){
const _errs18 = errors;
if(typeof data5.shortLog !== "boolean"){
validate32.errors = [{instancePath:instancePath+"/options/shortLog",schemaPath:"#/properties/options/properties/shortLog/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid4 = _errs18 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.showErrors !== undefined){
const _errs20 = errors;
if(typeof data5.showErrors !== "boolean"){
validate32.errors = [{instancePath:instancePath+"/options/showErrors",schemaPath:"#/properties/options/properties/showErrors/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid4 = _errs20 === errors;
}
else {
var valid4 = true;
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/options",schemaPath:"#/properties/options/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.response !== undefined){
let data8 = data.response;
const _errs22 = errors;
if(errors === _errs22){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
const _errs24 = errors;
for(const key4 in data8){
if(!(((((((key4 === "status") || (key4 === "headers")) || (key4 === "cookies")) || (key4 === "contains")) || (key4 === "json")) || (key4 === "model")) || (pattern4.test(key4)))){
validate32.errors = [{instancePath:instancePath+"/response",schemaPath:"#/properties/response/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}}];
return false;
break;
}
}
if(_errs24 === errors){
if(data8.status !== undefined){
let data9 = data8.status;
const _errs25 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate32.errors = [{instancePath:instancePath+"/response/status",schemaPath:"#/properties/response/properties/status/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs25){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 599 || isNaN(data9)){
validate32.errors = [{instancePath:instancePath+"/response/status",schemaPath:"#/properties/response/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599}}];
return false;
}
else {
if(data9 < 200 || isNaN(data9)){
validate32.errors = [{instancePath:instancePath+"/response/status",schemaPath:"#/properties/response/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 200}}];
return false;
}
}
}
}
var valid5 = _errs25 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data8.headers !== undefined){
let data10 = data8.headers;
const _errs27 = errors;
if(errors === _errs27){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key5 in data10){
let data11 = data10[key5];
const _errs30 = errors;
if((typeof data11 !== "string") && (data11 !== null)){
validate32.errors = [{instancePath:instancePath+"/response/headers/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/response/properties/headers/additionalProperties/type",keyword:"type",params:{type: schema103.properties.response.properties.headers.additionalProperties.type}}];
return false;
}
var valid6 = _errs30 === errors;
if(!valid6){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/response/headers",schemaPath:"#/properties/response/properties/headers/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid5 = _errs27 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data8.cookies !== undefined){
let data12 = data8.cookies;
const _errs32 = errors;
if(errors === _errs32){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key6 in data12){
let data13 = data12[key6];
const _errs35 = errors;
if((typeof data13 !== "string") && (data13 !== null)){
validate32.errors = [{instancePath:instancePath+"/response/cookies/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/response/properties/cookies/additionalProperties/type",keyword:"type",params:{type: schema103.properties.response.properties.cookies.additionalProperties.type}}];
return false;
}
var valid7 = _errs35 === errors;
if(!valid7){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/response/cookies",schemaPath:"#/properties/response/properties/cookies/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid5 = _errs32 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data8.contains !== undefined){
let data14 = data8.contains;
const _errs37 = errors;
if(errors === _errs37){
if(typeof data14 === "string"){
if(func2(data14) < 1){
validate32.errors = [{instancePath:instancePath+"/response/contains",schemaPath:"#/properties/response/properties/contains/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/response/contains",schemaPath:"#/properties/response/properties/contains/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid5 = _errs37 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/response",schemaPath:"#/properties/response/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate32.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate32.errors = vErrors;
return errors === 0;
}
validate32.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.path === undefined) && (missing0 = "path")){
validate23.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((func1.call(schema68.properties, key0)) || (pattern4.test(key0)))){
validate23.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.path !== undefined){
let data0 = data.path;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data0 === "string"){
if(func2(data0) < 1){
validate23.errors = [{instancePath:instancePath+"/path",schemaPath:"#/$defs/path/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/path",schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.aliases !== undefined){
let data1 = data.aliases;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data1)){
var valid2 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs7 = errors;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data2 === "string"){
if(func2(data2) < 1){
validate23.errors = [{instancePath:instancePath+"/aliases/" + i0,schemaPath:"#/$defs/path/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/aliases/" + i0,schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs7 === errors;
if(!valid2){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/aliases",schemaPath:"#/properties/aliases/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.methods !== undefined){
let data3 = data.methods;
const _errs10 = errors;
if(errors === _errs10){
if(Array.isArray(data3)){
if(data3.length < 1){
validate23.errors = [{instancePath:instancePath+"/methods",schemaPath:"#/properties/methods/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid4 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
const _errs12 = errors;
if(typeof data4 !== "string"){
validate23.errors = [{instancePath:instancePath+"/methods/" + i1,schemaPath:"#/$defs/method/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!(((((((data4 === "GET") || (data4 === "HEAD")) || (data4 === "POST")) || (data4 === "PUT")) || (data4 === "PATCH")) || (data4 === "DELETE")) || (data4 === "OPTIONS"))){
validate23.errors = [{instancePath:instancePath+"/methods/" + i1,schemaPath:"#/$defs/method/enum",keyword:"enum",params:{allowedValues: schema32.enum}}];
return false;
}
var valid4 = _errs12 === errors;
if(!valid4){
break;
}
}
if(valid4){
let i2 = data3.length;
let j0;
if(i2 > 1){
outer0:
for(;i2--;){
for(j0 = i2; j0--;){
if(func0(data3[i2], data3[j0])){
validate23.errors = [{instancePath:instancePath+"/methods",schemaPath:"#/properties/methods/uniqueItems",keyword:"uniqueItems",params:{i: i2, j: j0}}];
return false;
break outer0;
}
}
}
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/methods",schemaPath:"#/properties/methods/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.summary !== undefined){
const _errs15 = errors;
if(typeof data.summary !== "string"){
validate23.errors = [{instancePath:instancePath+"/summary",schemaPath:"#/properties/summary/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.params !== undefined){
let data6 = data.params;
const _errs17 = errors;
if(errors === _errs17){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
if(!(pattern4.test(key1))){
const _errs20 = errors;
if(!(validate24(data6[key1], {instancePath:instancePath+"/params/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data6,parentDataProperty:key1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var valid7 = _errs20 === errors;
if(!valid7){
break;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/params",schemaPath:"#/properties/params/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.query !== undefined){
let data8 = data.query;
const _errs21 = errors;
if(errors === _errs21){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key2 in data8){
const _errs24 = errors;
if(!(validate26(data8[key2], {instancePath:instancePath+"/query/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data8,parentDataProperty:key2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid8 = _errs24 === errors;
if(!valid8){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/query",schemaPath:"#/properties/query/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.headers !== undefined){
let data10 = data.headers;
const _errs25 = errors;
if(errors === _errs25){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key3 in data10){
const _errs27 = errors;
if(errors === _errs27){
if(typeof key3 === "string"){
if(!pattern25.test(key3)){
const err0 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},propertyName:key3};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key3};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var valid9 = _errs27 === errors;
if(!valid9){
const err2 = {instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/propertyNames",keyword:"propertyNames",params:{propertyName: key3}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate23.errors = vErrors;
return false;
break;
}
}
if(valid9){
for(const key4 in data10){
const _errs30 = errors;
if(!(validate26(data10[key4], {instancePath:instancePath+"/headers/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data10,parentDataProperty:key4,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid10 = _errs30 === errors;
if(!valid10){
break;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cookies !== undefined){
let data12 = data.cookies;
const _errs31 = errors;
if(errors === _errs31){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key5 in data12){
const _errs33 = errors;
if(errors === _errs33){
if(typeof key5 === "string"){
if(!pattern25.test(key5)){
const err3 = {instancePath:instancePath+"/cookies",schemaPath:"#/properties/cookies/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"},propertyName:key5};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/cookies",schemaPath:"#/properties/cookies/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key5};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var valid11 = _errs33 === errors;
if(!valid11){
const err5 = {instancePath:instancePath+"/cookies",schemaPath:"#/properties/cookies/propertyNames",keyword:"propertyNames",params:{propertyName: key5}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate23.errors = vErrors;
return false;
break;
}
}
if(valid11){
for(const key6 in data12){
const _errs36 = errors;
if(!(validate26(data12[key6], {instancePath:instancePath+"/cookies/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data12,parentDataProperty:key6,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid12 = _errs36 === errors;
if(!valid12){
break;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/cookies",schemaPath:"#/properties/cookies/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.body !== undefined){
const _errs37 = errors;
if(!(validate21(data.body, {instancePath:instancePath+"/body",parentData:data,parentDataProperty:"body",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.handler !== undefined){
let data15 = data.handler;
const _errs38 = errors;
if(errors === _errs38){
if(typeof data15 === "string"){
if(func2(data15) < 1){
validate23.errors = [{instancePath:instancePath+"/handler",schemaPath:"#/properties/handler/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/handler",schemaPath:"#/properties/handler/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.view !== undefined){
let data16 = data.view;
const _errs40 = errors;
if(errors === _errs40){
if(typeof data16 === "string"){
if(func2(data16) < 1){
validate23.errors = [{instancePath:instancePath+"/view",schemaPath:"#/properties/view/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/view",schemaPath:"#/properties/view/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs40 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model !== undefined){
const _errs42 = errors;
if(!(validate21(data.model, {instancePath:instancePath+"/model",parentData:data,parentDataProperty:"model",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sameOrigin !== undefined){
const _errs43 = errors;
if(typeof data.sameOrigin !== "boolean"){
validate23.errors = [{instancePath:instancePath+"/sameOrigin",schemaPath:"#/properties/sameOrigin/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid0 = _errs43 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.text !== undefined){
const _errs45 = errors;
if(typeof data.text !== "string"){
validate23.errors = [{instancePath:instancePath+"/text",schemaPath:"#/properties/text/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs45 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.redirect !== undefined){
let data20 = data.redirect;
const _errs47 = errors;
if(errors === _errs47){
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
const _errs49 = errors;
for(const key7 in data20){
if(!(((((key7 === "route") || (key7 === "params")) || (key7 === "url")) || (key7 === "status")) || (pattern4.test(key7)))){
validate23.errors = [{instancePath:instancePath+"/redirect",schemaPath:"#/properties/redirect/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7}}];
return false;
break;
}
}
if(_errs49 === errors){
if(data20.route !== undefined){
let data21 = data20.route;
const _errs50 = errors;
if(errors === _errs50){
if(typeof data21 === "string"){
if(func2(data21) < 1){
validate23.errors = [{instancePath:instancePath+"/redirect/route",schemaPath:"#/properties/redirect/properties/route/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/redirect/route",schemaPath:"#/properties/redirect/properties/route/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid13 = _errs50 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data20.params !== undefined){
let data22 = data20.params;
const _errs52 = errors;
if(errors === _errs52){
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
for(const key8 in data22){
let data23 = data22[key8];
const _errs55 = errors;
if(((typeof data23 !== "string") && (!((typeof data23 == "number") && (isFinite(data23))))) && (typeof data23 !== "boolean")){
validate23.errors = [{instancePath:instancePath+"/redirect/params/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/redirect/properties/params/additionalProperties/type",keyword:"type",params:{type: schema68.properties.redirect.properties.params.additionalProperties.type}}];
return false;
}
var valid14 = _errs55 === errors;
if(!valid14){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/redirect/params",schemaPath:"#/properties/redirect/properties/params/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid13 = _errs52 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data20.url !== undefined){
let data24 = data20.url;
const _errs57 = errors;
if(errors === _errs57){
if(typeof data24 === "string"){
if(func2(data24) < 1){
validate23.errors = [{instancePath:instancePath+"/redirect/url",schemaPath:"#/properties/redirect/properties/url/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/redirect/url",schemaPath:"#/properties/redirect/properties/url/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid13 = _errs57 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data20.status !== undefined){
let data25 = data20.status;
const _errs59 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
validate23.errors = [{instancePath:instancePath+"/redirect/status",schemaPath:"#/properties/redirect/properties/status/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(!(((((data25 === 301) || (data25 === 302)) || (data25 === 303)) || (data25 === 307)) || (data25 === 308))){
validate23.errors = [{instancePath:instancePath+"/redirect/status",schemaPath:"#/properties/redirect/properties/status/enum",keyword:"enum",params:{allowedValues: schema68.properties.redirect.properties.status.enum}}];
return false;
}
var valid13 = _errs59 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/redirect",schemaPath:"#/properties/redirect/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs47 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.response !== undefined){
let data26 = data.response;
const _errs61 = errors;
if(errors === _errs61){
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
const _errs63 = errors;
for(const key9 in data26){
if(!((((key9 === "status") || (key9 === "headers")) || (key9 === "type")) || (pattern4.test(key9)))){
validate23.errors = [{instancePath:instancePath+"/response",schemaPath:"#/properties/response/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}}];
return false;
break;
}
}
if(_errs63 === errors){
if(data26.status !== undefined){
let data27 = data26.status;
const _errs64 = errors;
if(!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))){
validate23.errors = [{instancePath:instancePath+"/response/status",schemaPath:"#/properties/response/properties/status/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs64){
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 599 || isNaN(data27)){
validate23.errors = [{instancePath:instancePath+"/response/status",schemaPath:"#/properties/response/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599}}];
return false;
}
else {
if(data27 < 200 || isNaN(data27)){
validate23.errors = [{instancePath:instancePath+"/response/status",schemaPath:"#/properties/response/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 200}}];
return false;
}
}
}
}
var valid15 = _errs64 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data26.headers !== undefined){
let data28 = data26.headers;
const _errs66 = errors;
const _errs67 = errors;
if(errors === _errs67){
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
for(const key10 in data28){
const _errs70 = errors;
if(typeof data28[key10] !== "string"){
validate23.errors = [{instancePath:instancePath+"/response/headers/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/headers/additionalProperties/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid17 = _errs70 === errors;
if(!valid17){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/response/headers",schemaPath:"#/$defs/headers/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid15 = _errs66 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data26.type !== undefined){
let data30 = data26.type;
const _errs72 = errors;
const _errs73 = errors;
if(errors === _errs73){
if(typeof data30 === "string"){
if(!pattern51.test(data30)){
validate23.errors = [{instancePath:instancePath+"/response/type",schemaPath:"#/$defs/mediaType/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *; *[A-Za-z0-9!#$&^_.+-]+=([A-Za-z0-9!#$&^_.+-]+|\"[ !#-\\[\\]-~]*\"))*$"}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/response/type",schemaPath:"#/$defs/mediaType/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid15 = _errs72 === errors;
}
else {
var valid15 = true;
}
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/response",schemaPath:"#/properties/response/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs61 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.form !== undefined){
let data31 = data.form;
const _errs75 = errors;
if(errors === _errs75){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
const _errs77 = errors;
for(const key11 in data31){
if(!(((((key11 === "submit") || (key11 === "method")) || (key11 === "labels")) || (key11 === "presets")) || (pattern4.test(key11)))){
validate23.errors = [{instancePath:instancePath+"/form",schemaPath:"#/properties/form/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11}}];
return false;
break;
}
}
if(_errs77 === errors){
if(data31.submit !== undefined){
let data32 = data31.submit;
const _errs78 = errors;
if(errors === _errs78){
if(typeof data32 === "string"){
if(func2(data32) < 1){
validate23.errors = [{instancePath:instancePath+"/form/submit",schemaPath:"#/properties/form/properties/submit/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/form/submit",schemaPath:"#/properties/form/properties/submit/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs78 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data31.method !== undefined){
let data33 = data31.method;
const _errs80 = errors;
if(typeof data33 !== "string"){
validate23.errors = [{instancePath:instancePath+"/form/method",schemaPath:"#/properties/form/properties/method/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data33 === "GET") || (data33 === "POST"))){
validate23.errors = [{instancePath:instancePath+"/form/method",schemaPath:"#/properties/form/properties/method/enum",keyword:"enum",params:{allowedValues: schema68.properties.form.properties.method.enum}}];
return false;
}
var valid19 = _errs80 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data31.labels !== undefined){
let data34 = data31.labels;
const _errs82 = errors;
if(errors === _errs82){
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
for(const key12 in data34){
let data35 = data34[key12];
const _errs85 = errors;
if(errors === _errs85){
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key13 in data35){
let data36 = data35[key13];
const _errs88 = errors;
if(errors === _errs88){
if(typeof data36 === "string"){
if(func2(data36) < 1){
validate23.errors = [{instancePath:instancePath+"/form/labels/" + key12.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/form/properties/labels/additionalProperties/additionalProperties/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/form/labels/" + key12.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/form/properties/labels/additionalProperties/additionalProperties/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid21 = _errs88 === errors;
if(!valid21){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/form/labels/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/form/properties/labels/additionalProperties/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid20 = _errs85 === errors;
if(!valid20){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/form/labels",schemaPath:"#/properties/form/properties/labels/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid19 = _errs82 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data31.presets !== undefined){
let data37 = data31.presets;
const _errs90 = errors;
if(errors === _errs90){
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key14 in data37){
const _errs92 = errors;
if(errors === _errs92){
if(typeof key14 === "string"){
if(func2(key14) < 1){
const err6 = {instancePath:instancePath+"/form/presets",schemaPath:"#/properties/form/properties/presets/propertyNames/minLength",keyword:"minLength",params:{limit: 1},propertyName:key14};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/form/presets",schemaPath:"#/properties/form/properties/presets/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key14};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
var valid22 = _errs92 === errors;
if(!valid22){
const err8 = {instancePath:instancePath+"/form/presets",schemaPath:"#/properties/form/properties/presets/propertyNames",keyword:"propertyNames",params:{propertyName: key14}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
validate23.errors = vErrors;
return false;
break;
}
}
if(valid22){
for(const key15 in data37){
let data38 = data37[key15];
const _errs95 = errors;
if(errors === _errs95){
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
for(const key16 in data38){
let data39 = data38[key16];
const _errs98 = errors;
if(((typeof data39 !== "string") && (!((typeof data39 == "number") && (isFinite(data39))))) && (typeof data39 !== "boolean")){
validate23.errors = [{instancePath:instancePath+"/form/presets/" + key15.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/form/properties/presets/additionalProperties/additionalProperties/type",keyword:"type",params:{type: schema68.properties.form.properties.presets.additionalProperties.additionalProperties.type}}];
return false;
}
var valid24 = _errs98 === errors;
if(!valid24){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/form/presets/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/form/properties/presets/additionalProperties/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid23 = _errs95 === errors;
if(!valid23){
break;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/form/presets",schemaPath:"#/properties/form/properties/presets/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid19 = _errs90 === errors;
}
else {
var valid19 = true;
}
}
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/form",schemaPath:"#/properties/form/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs75 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.examples !== undefined){
let data40 = data.examples;
const _errs100 = errors;
if(errors === _errs100){
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
for(const key17 in data40){
if(!(pattern4.test(key17))){
const _errs103 = errors;
if(!(validate32(data40[key17], {instancePath:instancePath+"/examples/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data40,parentDataProperty:key17,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid25 = _errs103 === errors;
if(!valid25){
break;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/examples",schemaPath:"#/properties/examples/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs100 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.version === undefined) && (missing0 = "version")) || ((data.routes === undefined) && (missing0 = "routes"))){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((func1.call(schema31.properties, key0)) || (pattern4.test(key0)))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.version !== undefined){
let data0 = data.version;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate20.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(!(data0 === 1)){
validate20.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/enum",keyword:"enum",params:{allowedValues: schema31.properties.version.enum}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.info !== undefined){
let data1 = data.info;
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
const _errs6 = errors;
for(const key1 in data1){
if(!((key1 === "title") || (pattern4.test(key1)))){
validate20.errors = [{instancePath:instancePath+"/info",schemaPath:"#/properties/info/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.title !== undefined){
let data2 = data1.title;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data2 === "string"){
if(func2(data2) < 1){
validate20.errors = [{instancePath:instancePath+"/info/title",schemaPath:"#/properties/info/properties/title/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/info/title",schemaPath:"#/properties/info/properties/title/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/info",schemaPath:"#/properties/info/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.server !== undefined){
let data3 = data.server;
const _errs9 = errors;
if(errors === _errs9){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
const _errs11 = errors;
for(const key2 in data3){
if(!((func1.call(schema31.properties.server.properties, key2)) || (pattern4.test(key2)))){
validate20.errors = [{instancePath:instancePath+"/server",schemaPath:"#/properties/server/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs11 === errors){
if(data3.host !== undefined){
let data4 = data3.host;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data4 === "string"){
if(func2(data4) < 1){
validate20.errors = [{instancePath:instancePath+"/server/host",schemaPath:"#/properties/server/properties/host/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/host",schemaPath:"#/properties/server/properties/host/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs12 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.port !== undefined){
let data5 = data3.port;
const _errs14 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate20.errors = [{instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs14){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 65535 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}}];
return false;
}
else {
if(data5 < 0 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/server/port",schemaPath:"#/properties/server/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.methods !== undefined){
let data6 = data3.methods;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data6)){
if(data6.length < 1){
validate20.errors = [{instancePath:instancePath+"/server/methods",schemaPath:"#/properties/server/properties/methods/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid3 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs18 = errors;
if(typeof data7 !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/methods/" + i0,schemaPath:"#/$defs/method/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!(((((((data7 === "GET") || (data7 === "HEAD")) || (data7 === "POST")) || (data7 === "PUT")) || (data7 === "PATCH")) || (data7 === "DELETE")) || (data7 === "OPTIONS"))){
validate20.errors = [{instancePath:instancePath+"/server/methods/" + i0,schemaPath:"#/$defs/method/enum",keyword:"enum",params:{allowedValues: schema32.enum}}];
return false;
}
var valid3 = _errs18 === errors;
if(!valid3){
break;
}
}
if(valid3){
let i1 = data6.length;
let j0;
if(i1 > 1){
outer0:
for(;i1--;){
for(j0 = i1; j0--;){
if(func0(data6[i1], data6[j0])){
validate20.errors = [{instancePath:instancePath+"/server/methods",schemaPath:"#/properties/server/properties/methods/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0}}];
return false;
break outer0;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/methods",schemaPath:"#/properties/server/properties/methods/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.notHttp !== undefined){
let data8 = data3.notHttp;
const _errs21 = errors;
if(typeof data8 !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/notHttp",schemaPath:"#/properties/server/properties/notHttp/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data8 === "shutdown") || (data8 === "reject"))){
validate20.errors = [{instancePath:instancePath+"/server/notHttp",schemaPath:"#/properties/server/properties/notHttp/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.notHttp.enum}}];
return false;
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.hosts !== undefined){
let data9 = data3.hosts;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data9)){
var valid6 = true;
const len1 = data9.length;
for(let i2=0; i2<len1; i2++){
let data10 = data9[i2];
const _errs25 = errors;
if(errors === _errs25){
if(typeof data10 === "string"){
if(!pattern7.test(data10)){
validate20.errors = [{instancePath:instancePath+"/server/hosts/" + i2,schemaPath:"#/properties/server/properties/hosts/items/pattern",keyword:"pattern",params:{pattern: "^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/hosts/" + i2,schemaPath:"#/properties/server/properties/hosts/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid6 = _errs25 === errors;
if(!valid6){
break;
}
}
if(valid6){
let i3 = data9.length;
let j1;
if(i3 > 1){
const indices0 = {};
for(;i3--;){
let item0 = data9[i3];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j1 = indices0[item0];
validate20.errors = [{instancePath:instancePath+"/server/hosts",schemaPath:"#/properties/server/properties/hosts/uniqueItems",keyword:"uniqueItems",params:{i: i3, j: j1}}];
return false;
break;
}
indices0[item0] = i3;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/hosts",schemaPath:"#/properties/server/properties/hosts/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.trustProxy !== undefined){
let data11 = data3.trustProxy;
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data11)){
var valid8 = true;
const len2 = data11.length;
for(let i4=0; i4<len2; i4++){
let data12 = data11[i4];
const _errs29 = errors;
if(errors === _errs29){
if(typeof data12 === "string"){
if(func2(data12) < 1){
validate20.errors = [{instancePath:instancePath+"/server/trustProxy/" + i4,schemaPath:"#/properties/server/properties/trustProxy/items/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/trustProxy/" + i4,schemaPath:"#/properties/server/properties/trustProxy/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid8 = _errs29 === errors;
if(!valid8){
break;
}
}
if(valid8){
let i5 = data11.length;
let j2;
if(i5 > 1){
const indices1 = {};
for(;i5--;){
let item1 = data11[i5];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j2 = indices1[item1];
validate20.errors = [{instancePath:instancePath+"/server/trustProxy",schemaPath:"#/properties/server/properties/trustProxy/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j2}}];
return false;
break;
}
indices1[item1] = i5;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/trustProxy",schemaPath:"#/properties/server/properties/trustProxy/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs27 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.tls !== undefined){
let data13 = data3.tls;
const _errs31 = errors;
if(errors === _errs31){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
let missing1;
if(((data13.cert === undefined) && (missing1 = "cert")) || ((data13.key === undefined) && (missing1 = "key"))){
validate20.errors = [{instancePath:instancePath+"/server/tls",schemaPath:"#/properties/server/properties/tls/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs33 = errors;
for(const key3 in data13){
if(!((((key3 === "cert") || (key3 === "key")) || (key3 === "minVersion")) || (pattern4.test(key3)))){
validate20.errors = [{instancePath:instancePath+"/server/tls",schemaPath:"#/properties/server/properties/tls/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs33 === errors){
if(data13.cert !== undefined){
let data14 = data13.cert;
const _errs34 = errors;
if(errors === _errs34){
if(typeof data14 === "string"){
if(func2(data14) < 1){
validate20.errors = [{instancePath:instancePath+"/server/tls/cert",schemaPath:"#/properties/server/properties/tls/properties/cert/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/tls/cert",schemaPath:"#/properties/server/properties/tls/properties/cert/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid10 = _errs34 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data13.key !== undefined){
let data15 = data13.key;
const _errs36 = errors;
if(errors === _errs36){
if(typeof data15 === "string"){
if(func2(data15) < 1){
validate20.errors = [{instancePath:instancePath+"/server/tls/key",schemaPath:"#/properties/server/properties/tls/properties/key/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/tls/key",schemaPath:"#/properties/server/properties/tls/properties/key/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid10 = _errs36 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data13.minVersion !== undefined){
let data16 = data13.minVersion;
const _errs38 = errors;
if(typeof data16 !== "string"){
validate20.errors = [{instancePath:instancePath+"/server/tls/minVersion",schemaPath:"#/properties/server/properties/tls/properties/minVersion/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data16 === "TLSv1.2") || (data16 === "TLSv1.3"))){
validate20.errors = [{instancePath:instancePath+"/server/tls/minVersion",schemaPath:"#/properties/server/properties/tls/properties/minVersion/enum",keyword:"enum",params:{allowedValues: schema31.properties.server.properties.tls.properties.minVersion.enum}}];
return false;
}
var valid10 = _errs38 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/tls",schemaPath:"#/properties/server/properties/tls/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs31 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.limits !== undefined){
let data17 = data3.limits;
const _errs40 = errors;
if(errors === _errs40){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
const _errs42 = errors;
for(const key4 in data17){
if(!((((((((key4 === "requestLine") || (key4 === "headers")) || (key4 === "headerCount")) || (key4 === "body")) || (key4 === "bodies")) || (key4 === "connections")) || (key4 === "connectionsPerClient")) || (pattern4.test(key4)))){
validate20.errors = [{instancePath:instancePath+"/server/limits",schemaPath:"#/properties/server/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}}];
return false;
break;
}
}
if(_errs42 === errors){
if(data17.requestLine !== undefined){
let data18 = data17.requestLine;
const _errs43 = errors;
const _errs44 = errors;
if((!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))) && (typeof data18 !== "string")){
validate20.errors = [{instancePath:instancePath+"/server/limits/requestLine",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: schema33.type}}];
return false;
}
if(errors === _errs44){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 1073741824 || isNaN(data18)){
validate20.errors = [{instancePath:instancePath+"/server/limits/requestLine",schemaPath:"#/$defs/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1073741824}}];
return false;
}
else {
if(data18 < 1 || isNaN(data18)){
validate20.errors = [{instancePath:instancePath+"/server/limits/requestLine",schemaPath:"#/$defs/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
if(errors === _errs44){
if(typeof data18 === "string"){
if(!pattern10.test(data18)){
validate20.errors = [{instancePath:instancePath+"/server/limits/requestLine",schemaPath:"#/$defs/size/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$"}}];
return false;
}
}
}
}
var valid11 = _errs43 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data17.headers !== undefined){
let data19 = data17.headers;
const _errs46 = errors;
const _errs47 = errors;
if((!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))) && (typeof data19 !== "string")){
validate20.errors = [{instancePath:instancePath+"/server/limits/headers",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: schema33.type}}];
return false;
}
if(errors === _errs47){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 1073741824 || isNaN(data19)){
validate20.errors = [{instancePath:instancePath+"/server/limits/headers",schemaPath:"#/$defs/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1073741824}}];
return false;
}
else {
if(data19 < 1 || isNaN(data19)){
validate20.errors = [{instancePath:instancePath+"/server/limits/headers",schemaPath:"#/$defs/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
if(errors === _errs47){
if(typeof data19 === "string"){
if(!pattern10.test(data19)){
validate20.errors = [{instancePath:instancePath+"/server/limits/headers",schemaPath:"#/$defs/size/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$"}}];
return false;
}
}
}
}
var valid11 = _errs46 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data17.headerCount !== undefined){
let data20 = data17.headerCount;
const _errs49 = errors;
const _errs50 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
validate20.errors = [{instancePath:instancePath+"/server/limits/headerCount",schemaPath:"#/$defs/count/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs50){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 1000000000 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/server/limits/headerCount",schemaPath:"#/$defs/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000}}];
return false;
}
else {
if(data20 < 1 || isNaN(data20)){
validate20.errors = [{instancePath:instancePath+"/server/limits/headerCount",schemaPath:"#/$defs/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid11 = _errs49 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data17.body !== undefined){
let data21 = data17.body;
const _errs52 = errors;
const _errs53 = errors;
if((!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))) && (typeof data21 !== "string")){
validate20.errors = [{instancePath:instancePath+"/server/limits/body",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: schema33.type}}];
return false;
}
if(errors === _errs53){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 1073741824 || isNaN(data21)){
validate20.errors = [{instancePath:instancePath+"/server/limits/body",schemaPath:"#/$defs/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1073741824}}];
return false;
}
else {
if(data21 < 1 || isNaN(data21)){
validate20.errors = [{instancePath:instancePath+"/server/limits/body",schemaPath:"#/$defs/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
if(errors === _errs53){
if(typeof data21 === "string"){
if(!pattern10.test(data21)){
validate20.errors = [{instancePath:instancePath+"/server/limits/body",schemaPath:"#/$defs/size/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$"}}];
return false;
}
}
}
}
var valid11 = _errs52 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data17.bodies !== undefined){
let data22 = data17.bodies;
const _errs55 = errors;
const _errs56 = errors;
if((!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))) && (typeof data22 !== "string")){
validate20.errors = [{instancePath:instancePath+"/server/limits/bodies",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: schema33.type}}];
return false;
}
if(errors === _errs56){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 1073741824 || isNaN(data22)){
validate20.errors = [{instancePath:instancePath+"/server/limits/bodies",schemaPath:"#/$defs/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1073741824}}];
return false;
}
else {
if(data22 < 1 || isNaN(data22)){
validate20.errors = [{instancePath:instancePath+"/server/limits/bodies",schemaPath:"#/$defs/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
if(errors === _errs56){
if(typeof data22 === "string"){
if(!pattern10.test(data22)){
validate20.errors = [{instancePath:instancePath+"/server/limits/bodies",schemaPath:"#/$defs/size/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$"}}];
return false;
}
}
}
}
var valid11 = _errs55 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data17.connections !== undefined){
let data23 = data17.connections;
const _errs58 = errors;
const _errs59 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
validate20.errors = [{instancePath:instancePath+"/server/limits/connections",schemaPath:"#/$defs/count/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs59){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 1000000000 || isNaN(data23)){
validate20.errors = [{instancePath:instancePath+"/server/limits/connections",schemaPath:"#/$defs/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000}}];
return false;
}
else {
if(data23 < 1 || isNaN(data23)){
validate20.errors = [{instancePath:instancePath+"/server/limits/connections",schemaPath:"#/$defs/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid11 = _errs58 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data17.connectionsPerClient !== undefined){
let data24 = data17.connectionsPerClient;
const _errs61 = errors;
const _errs62 = errors;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
validate20.errors = [{instancePath:instancePath+"/server/limits/connectionsPerClient",schemaPath:"#/$defs/count/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs62){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 1000000000 || isNaN(data24)){
validate20.errors = [{instancePath:instancePath+"/server/limits/connectionsPerClient",schemaPath:"#/$defs/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000}}];
return false;
}
else {
if(data24 < 1 || isNaN(data24)){
validate20.errors = [{instancePath:instancePath+"/server/limits/connectionsPerClient",schemaPath:"#/$defs/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid11 = _errs61 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/limits",schemaPath:"#/properties/server/properties/limits/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs40 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.timeouts !== undefined){
let data25 = data3.timeouts;
const _errs64 = errors;
if(errors === _errs64){
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
const _errs66 = errors;
for(const key5 in data25){
if(!((((((((key5 === "head") || (key5 === "bodyIdle")) || (key5 === "body")) || (key5 === "idle")) || (key5 === "write")) || (key5 === "drain")) || (key5 === "hung")) || (pattern4.test(key5)))){
validate20.errors = [{instancePath:instancePath+"/server/timeouts",schemaPath:"#/properties/server/properties/timeouts/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}}];
return false;
break;
}
}
if(_errs66 === errors){
if(data25.head !== undefined){
let data26 = data25.head;
const _errs67 = errors;
const _errs68 = errors;
if(errors === _errs68){
if(typeof data26 === "string"){
if(!pattern15.test(data26)){
validate20.errors = [{instancePath:instancePath+"/server/timeouts/head",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts/head",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs67 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data25.bodyIdle !== undefined){
let data27 = data25.bodyIdle;
const _errs70 = errors;
const _errs71 = errors;
if(errors === _errs71){
if(typeof data27 === "string"){
if(!pattern15.test(data27)){
validate20.errors = [{instancePath:instancePath+"/server/timeouts/bodyIdle",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts/bodyIdle",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs70 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data25.body !== undefined){
let data28 = data25.body;
const _errs73 = errors;
const _errs74 = errors;
if(errors === _errs74){
if(typeof data28 === "string"){
if(!pattern15.test(data28)){
validate20.errors = [{instancePath:instancePath+"/server/timeouts/body",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts/body",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs73 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data25.idle !== undefined){
let data29 = data25.idle;
const _errs76 = errors;
const _errs77 = errors;
if(errors === _errs77){
if(typeof data29 === "string"){
if(!pattern15.test(data29)){
validate20.errors = [{instancePath:instancePath+"/server/timeouts/idle",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts/idle",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs76 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data25.write !== undefined){
let data30 = data25.write;
const _errs79 = errors;
const _errs80 = errors;
if(errors === _errs80){
if(typeof data30 === "string"){
if(!pattern15.test(data30)){
validate20.errors = [{instancePath:instancePath+"/server/timeouts/write",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts/write",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs79 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data25.drain !== undefined){
let data31 = data25.drain;
const _errs82 = errors;
const _errs83 = errors;
if(errors === _errs83){
if(typeof data31 === "string"){
if(!pattern15.test(data31)){
validate20.errors = [{instancePath:instancePath+"/server/timeouts/drain",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts/drain",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs82 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data25.hung !== undefined){
let data32 = data25.hung;
const _errs85 = errors;
const _errs86 = errors;
if(errors === _errs86){
if(typeof data32 === "string"){
if(!pattern15.test(data32)){
validate20.errors = [{instancePath:instancePath+"/server/timeouts/hung",schemaPath:"#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m|[1-9][0-9]?h)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts/hung",schemaPath:"#/$defs/duration/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid19 = _errs85 === errors;
}
else {
var valid19 = true;
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server/timeouts",schemaPath:"#/properties/server/properties/timeouts/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs64 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/server",schemaPath:"#/properties/server/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.handlers !== undefined){
let data33 = data.handlers;
const _errs88 = errors;
if(errors === _errs88){
if(typeof data33 === "string"){
if(func2(data33) < 1){
validate20.errors = [{instancePath:instancePath+"/handlers",schemaPath:"#/properties/handlers/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/handlers",schemaPath:"#/properties/handlers/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs88 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.views !== undefined){
let data34 = data.views;
const _errs90 = errors;
if(errors === _errs90){
if(typeof data34 === "string"){
if(func2(data34) < 1){
validate20.errors = [{instancePath:instancePath+"/views",schemaPath:"#/properties/views/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/views",schemaPath:"#/properties/views/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs90 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.page !== undefined){
let data35 = data.page;
const _errs92 = errors;
if(errors === _errs92){
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
const _errs94 = errors;
for(const key6 in data35){
if(!((((((key6 === "layout") || (key6 === "error")) || (key6 === "errors")) || (key6 === "headers")) || (key6 === "background")) || (pattern4.test(key6)))){
validate20.errors = [{instancePath:instancePath+"/page",schemaPath:"#/properties/page/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}}];
return false;
break;
}
}
if(_errs94 === errors){
if(data35.layout !== undefined){
let data36 = data35.layout;
const _errs95 = errors;
if(errors === _errs95){
if(typeof data36 === "string"){
if(func2(data36) < 1){
validate20.errors = [{instancePath:instancePath+"/page/layout",schemaPath:"#/properties/page/properties/layout/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/layout",schemaPath:"#/properties/page/properties/layout/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid27 = _errs95 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data35.error !== undefined){
let data37 = data35.error;
const _errs97 = errors;
if(errors === _errs97){
if(typeof data37 === "string"){
if(func2(data37) < 1){
validate20.errors = [{instancePath:instancePath+"/page/error",schemaPath:"#/properties/page/properties/error/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/error",schemaPath:"#/properties/page/properties/error/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid27 = _errs97 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data35.errors !== undefined){
let data38 = data35.errors;
const _errs99 = errors;
if(errors === _errs99){
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
for(const key7 in data38){
const _errs101 = errors;
if(errors === _errs101){
if(typeof key7 === "string"){
if(!pattern23.test(key7)){
const err0 = {instancePath:instancePath+"/page/errors",schemaPath:"#/properties/page/properties/errors/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[45][0-9][0-9]$"},propertyName:key7};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/page/errors",schemaPath:"#/properties/page/properties/errors/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key7};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var valid28 = _errs101 === errors;
if(!valid28){
const err2 = {instancePath:instancePath+"/page/errors",schemaPath:"#/properties/page/properties/errors/propertyNames",keyword:"propertyNames",params:{propertyName: key7}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate20.errors = vErrors;
return false;
break;
}
}
if(valid28){
for(const key8 in data38){
let data39 = data38[key8];
const _errs104 = errors;
if(errors === _errs104){
if(typeof data39 === "string"){
if(func2(data39) < 1){
validate20.errors = [{instancePath:instancePath+"/page/errors/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/page/properties/errors/additionalProperties/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/errors/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/page/properties/errors/additionalProperties/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid29 = _errs104 === errors;
if(!valid29){
break;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/errors",schemaPath:"#/properties/page/properties/errors/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid27 = _errs99 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data35.headers !== undefined){
let data40 = data35.headers;
const _errs106 = errors;
if(errors === _errs106){
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
for(const key9 in data40){
let data41 = data40[key9];
const _errs109 = errors;
if((typeof data41 !== "string") && (data41 !== null)){
validate20.errors = [{instancePath:instancePath+"/page/headers/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/page/properties/headers/additionalProperties/type",keyword:"type",params:{type: schema31.properties.page.properties.headers.additionalProperties.type}}];
return false;
}
var valid30 = _errs109 === errors;
if(!valid30){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/headers",schemaPath:"#/properties/page/properties/headers/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid27 = _errs106 === errors;
}
else {
var valid27 = true;
}
if(valid27){
if(data35.background !== undefined){
let data42 = data35.background;
const _errs111 = errors;
if(errors === _errs111){
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
const _errs113 = errors;
for(const key10 in data42){
if(!((((key10 === "cookie") || (key10 === "colors")) || (key10 === "default")) || (pattern4.test(key10)))){
validate20.errors = [{instancePath:instancePath+"/page/background",schemaPath:"#/properties/page/properties/background/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}}];
return false;
break;
}
}
if(_errs113 === errors){
if(data42.cookie !== undefined){
let data43 = data42.cookie;
const _errs114 = errors;
const _errs115 = errors;
if(errors === _errs115){
if(typeof data43 === "string"){
if(!pattern25.test(data43)){
validate20.errors = [{instancePath:instancePath+"/page/background/cookie",schemaPath:"#/$defs/token/pattern",keyword:"pattern",params:{pattern: "^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/background/cookie",schemaPath:"#/$defs/token/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid31 = _errs114 === errors;
}
else {
var valid31 = true;
}
if(valid31){
if(data42.colors !== undefined){
let data44 = data42.colors;
const _errs117 = errors;
if(errors === _errs117){
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
for(const key11 in data44){
const _errs120 = errors;
if(typeof data44[key11] !== "string"){
validate20.errors = [{instancePath:instancePath+"/page/background/colors/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/color/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid33 = _errs120 === errors;
if(!valid33){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/background/colors",schemaPath:"#/properties/page/properties/background/properties/colors/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid31 = _errs117 === errors;
}
else {
var valid31 = true;
}
if(valid31){
if(data42.default !== undefined){
const _errs123 = errors;
if(typeof data42.default !== "string"){
validate20.errors = [{instancePath:instancePath+"/page/background/default",schemaPath:"#/$defs/color/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid31 = _errs123 === errors;
}
else {
var valid31 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page/background",schemaPath:"#/properties/page/properties/background/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid27 = _errs111 === errors;
}
else {
var valid27 = true;
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/page",schemaPath:"#/properties/page/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs92 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.logs !== undefined){
let data47 = data.logs;
const _errs126 = errors;
if(errors === _errs126){
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
const _errs128 = errors;
for(const key12 in data47){
if(!(((key12 === "access") || (key12 === "error")) || (pattern4.test(key12)))){
validate20.errors = [{instancePath:instancePath+"/logs",schemaPath:"#/properties/logs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12}}];
return false;
break;
}
}
if(_errs128 === errors){
if(data47.access !== undefined){
let data48 = data47.access;
const _errs129 = errors;
if(errors === _errs129){
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
const _errs131 = errors;
for(const key13 in data48){
if(!(((((key13 === "file") || (key13 === "detail")) || (key13 === "bodyMax")) || (key13 === "redact")) || (pattern4.test(key13)))){
validate20.errors = [{instancePath:instancePath+"/logs/access",schemaPath:"#/properties/logs/properties/access/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13}}];
return false;
break;
}
}
if(_errs131 === errors){
if(data48.file !== undefined){
let data49 = data48.file;
const _errs132 = errors;
const _errs133 = errors;
if((typeof data49 !== "string") && (data49 !== null)){
validate20.errors = [{instancePath:instancePath+"/logs/access/file",schemaPath:"#/$defs/logFile/type",keyword:"type",params:{type: schema50.type}}];
return false;
}
if(errors === _errs133){
if(typeof data49 === "string"){
if(func2(data49) < 1){
validate20.errors = [{instancePath:instancePath+"/logs/access/file",schemaPath:"#/$defs/logFile/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
var valid37 = _errs132 === errors;
}
else {
var valid37 = true;
}
if(valid37){
if(data48.detail !== undefined){
let data50 = data48.detail;
const _errs135 = errors;
if(typeof data50 !== "string"){
validate20.errors = [{instancePath:instancePath+"/logs/access/detail",schemaPath:"#/properties/logs/properties/access/properties/detail/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data50 === "full") || (data50 === "short"))){
validate20.errors = [{instancePath:instancePath+"/logs/access/detail",schemaPath:"#/properties/logs/properties/access/properties/detail/enum",keyword:"enum",params:{allowedValues: schema31.properties.logs.properties.access.properties.detail.enum}}];
return false;
}
var valid37 = _errs135 === errors;
}
else {
var valid37 = true;
}
if(valid37){
if(data48.bodyMax !== undefined){
let data51 = data48.bodyMax;
const _errs137 = errors;
const _errs138 = errors;
if((!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))) && (typeof data51 !== "string")){
validate20.errors = [{instancePath:instancePath+"/logs/access/bodyMax",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: schema33.type}}];
return false;
}
if(errors === _errs138){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 1073741824 || isNaN(data51)){
validate20.errors = [{instancePath:instancePath+"/logs/access/bodyMax",schemaPath:"#/$defs/size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1073741824}}];
return false;
}
else {
if(data51 < 1 || isNaN(data51)){
validate20.errors = [{instancePath:instancePath+"/logs/access/bodyMax",schemaPath:"#/$defs/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
if(errors === _errs138){
if(typeof data51 === "string"){
if(!pattern10.test(data51)){
validate20.errors = [{instancePath:instancePath+"/logs/access/bodyMax",schemaPath:"#/$defs/size/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(B|KiB|MiB|GiB)$"}}];
return false;
}
}
}
}
var valid37 = _errs137 === errors;
}
else {
var valid37 = true;
}
if(valid37){
if(data48.redact !== undefined){
let data52 = data48.redact;
const _errs140 = errors;
if(errors === _errs140){
if(Array.isArray(data52)){
var valid40 = true;
const len3 = data52.length;
for(let i6=0; i6<len3; i6++){
let data53 = data52[i6];
const _errs142 = errors;
if(errors === _errs142){
if(typeof data53 === "string"){
if(!pattern29.test(data53)){
validate20.errors = [{instancePath:instancePath+"/logs/access/redact/" + i6,schemaPath:"#/properties/logs/properties/access/properties/redact/items/pattern",keyword:"pattern",params:{pattern: "^(cookie:)?[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/logs/access/redact/" + i6,schemaPath:"#/properties/logs/properties/access/properties/redact/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid40 = _errs142 === errors;
if(!valid40){
break;
}
}
if(valid40){
let i7 = data52.length;
let j3;
if(i7 > 1){
const indices2 = {};
for(;i7--;){
let item2 = data52[i7];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j3 = indices2[item2];
validate20.errors = [{instancePath:instancePath+"/logs/access/redact",schemaPath:"#/properties/logs/properties/access/properties/redact/uniqueItems",keyword:"uniqueItems",params:{i: i7, j: j3}}];
return false;
break;
}
indices2[item2] = i7;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/logs/access/redact",schemaPath:"#/properties/logs/properties/access/properties/redact/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid37 = _errs140 === errors;
}
else {
var valid37 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/logs/access",schemaPath:"#/properties/logs/properties/access/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid36 = _errs129 === errors;
}
else {
var valid36 = true;
}
if(valid36){
if(data47.error !== undefined){
let data54 = data47.error;
const _errs144 = errors;
if(errors === _errs144){
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
const _errs146 = errors;
for(const key14 in data54){
if(!(((key14 === "file") || (key14 === "redact")) || (pattern4.test(key14)))){
validate20.errors = [{instancePath:instancePath+"/logs/error",schemaPath:"#/properties/logs/properties/error/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14}}];
return false;
break;
}
}
if(_errs146 === errors){
if(data54.file !== undefined){
let data55 = data54.file;
const _errs147 = errors;
const _errs148 = errors;
if((typeof data55 !== "string") && (data55 !== null)){
validate20.errors = [{instancePath:instancePath+"/logs/error/file",schemaPath:"#/$defs/logFile/type",keyword:"type",params:{type: schema50.type}}];
return false;
}
if(errors === _errs148){
if(typeof data55 === "string"){
if(func2(data55) < 1){
validate20.errors = [{instancePath:instancePath+"/logs/error/file",schemaPath:"#/$defs/logFile/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
}
var valid42 = _errs147 === errors;
}
else {
var valid42 = true;
}
if(valid42){
if(data54.redact !== undefined){
let data56 = data54.redact;
const _errs150 = errors;
if(errors === _errs150){
if(Array.isArray(data56)){
var valid44 = true;
const len4 = data56.length;
for(let i8=0; i8<len4; i8++){
let data57 = data56[i8];
const _errs152 = errors;
if(errors === _errs152){
if(typeof data57 === "string"){
if(!pattern29.test(data57)){
validate20.errors = [{instancePath:instancePath+"/logs/error/redact/" + i8,schemaPath:"#/properties/logs/properties/error/properties/redact/items/pattern",keyword:"pattern",params:{pattern: "^(cookie:)?[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/logs/error/redact/" + i8,schemaPath:"#/properties/logs/properties/error/properties/redact/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid44 = _errs152 === errors;
if(!valid44){
break;
}
}
if(valid44){
let i9 = data56.length;
let j4;
if(i9 > 1){
const indices3 = {};
for(;i9--;){
let item3 = data56[i9];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j4 = indices3[item3];
validate20.errors = [{instancePath:instancePath+"/logs/error/redact",schemaPath:"#/properties/logs/properties/error/properties/redact/uniqueItems",keyword:"uniqueItems",params:{i: i9, j: j4}}];
return false;
break;
}
indices3[item3] = i9;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/logs/error/redact",schemaPath:"#/properties/logs/properties/error/properties/redact/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid42 = _errs150 === errors;
}
else {
var valid42 = true;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/logs/error",schemaPath:"#/properties/logs/properties/error/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid36 = _errs144 === errors;
}
else {
var valid36 = true;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/logs",schemaPath:"#/properties/logs/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs126 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.clients !== undefined){
let data58 = data.clients;
const _errs154 = errors;
if(errors === _errs154){
if(data58 && typeof data58 == "object" && !Array.isArray(data58)){
const _errs156 = errors;
for(const key15 in data58){
if(!((((key15 === "store") || (key15 === "max")) || (key15 === "ttl")) || (pattern4.test(key15)))){
validate20.errors = [{instancePath:instancePath+"/clients",schemaPath:"#/properties/clients/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15}}];
return false;
break;
}
}
if(_errs156 === errors){
if(data58.store !== undefined){
let data59 = data58.store;
const _errs157 = errors;
const _errs158 = errors;
if(errors === _errs158){
if(typeof data59 === "string"){
if(!pattern33.test(data59)){
validate20.errors = [{instancePath:instancePath+"/clients/store",schemaPath:"#/$defs/clientStore/pattern",keyword:"pattern",params:{pattern: "^(memory|rediss?://.*)$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/clients/store",schemaPath:"#/$defs/clientStore/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid46 = _errs157 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data58.max !== undefined){
let data60 = data58.max;
const _errs160 = errors;
const _errs161 = errors;
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
validate20.errors = [{instancePath:instancePath+"/clients/max",schemaPath:"#/$defs/count/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs161){
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 > 1000000000 || isNaN(data60)){
validate20.errors = [{instancePath:instancePath+"/clients/max",schemaPath:"#/$defs/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000}}];
return false;
}
else {
if(data60 < 1 || isNaN(data60)){
validate20.errors = [{instancePath:instancePath+"/clients/max",schemaPath:"#/$defs/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid46 = _errs160 === errors;
}
else {
var valid46 = true;
}
if(valid46){
if(data58.ttl !== undefined){
let data61 = data58.ttl;
const _errs163 = errors;
const _errs164 = errors;
if(errors === _errs164){
if(typeof data61 === "string"){
if(!pattern34.test(data61)){
validate20.errors = [{instancePath:instancePath+"/clients/ttl",schemaPath:"#/$defs/lifetime/pattern",keyword:"pattern",params:{pattern: "^([1-9][0-9]{0,4}s|[1-9][0-9]{0,3}[mhd])$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/clients/ttl",schemaPath:"#/$defs/lifetime/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid46 = _errs163 === errors;
}
else {
var valid46 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/clients",schemaPath:"#/properties/clients/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs154 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.schemas !== undefined){
let data62 = data.schemas;
const _errs166 = errors;
if(errors === _errs166){
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
for(const key16 in data62){
const _errs168 = errors;
if(errors === _errs168){
if(typeof key16 === "string"){
if(!pattern35.test(key16)){
const err3 = {instancePath:instancePath+"/schemas",schemaPath:"#/properties/schemas/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]*$"},propertyName:key16};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/schemas",schemaPath:"#/properties/schemas/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key16};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var valid50 = _errs168 === errors;
if(!valid50){
const err5 = {instancePath:instancePath+"/schemas",schemaPath:"#/properties/schemas/propertyNames",keyword:"propertyNames",params:{propertyName: key16}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate20.errors = vErrors;
return false;
break;
}
}
if(valid50){
for(const key17 in data62){
if(!(pattern4.test(key17))){
const _errs171 = errors;
if(!(validate21(data62[key17], {instancePath:instancePath+"/schemas/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data62,parentDataProperty:key17,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var valid51 = _errs171 === errors;
if(!valid51){
break;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/schemas",schemaPath:"#/properties/schemas/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs166 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.include !== undefined){
let data64 = data.include;
const _errs172 = errors;
if(errors === _errs172){
if(Array.isArray(data64)){
var valid52 = true;
const len5 = data64.length;
for(let i10=0; i10<len5; i10++){
let data65 = data64[i10];
const _errs174 = errors;
if(errors === _errs174){
if(typeof data65 === "string"){
if(func2(data65) < 1){
validate20.errors = [{instancePath:instancePath+"/include/" + i10,schemaPath:"#/properties/include/items/minLength",keyword:"minLength",params:{limit: 1}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/include/" + i10,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid52 = _errs174 === errors;
if(!valid52){
break;
}
}
if(valid52){
let i11 = data64.length;
let j5;
if(i11 > 1){
const indices4 = {};
for(;i11--;){
let item4 = data64[i11];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j5 = indices4[item4];
validate20.errors = [{instancePath:instancePath+"/include",schemaPath:"#/properties/include/uniqueItems",keyword:"uniqueItems",params:{i: i11, j: j5}}];
return false;
break;
}
indices4[item4] = i11;
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs172 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.routes !== undefined){
let data66 = data.routes;
const _errs176 = errors;
if(errors === _errs176){
if(data66 && typeof data66 == "object" && !Array.isArray(data66)){
for(const key18 in data66){
const _errs178 = errors;
if(errors === _errs178){
if(typeof key18 === "string"){
if(!pattern35.test(key18)){
const err6 = {instancePath:instancePath+"/routes",schemaPath:"#/properties/routes/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_-]*$"},propertyName:key18};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/routes",schemaPath:"#/properties/routes/propertyNames/type",keyword:"type",params:{type: "string"},propertyName:key18};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
var valid54 = _errs178 === errors;
if(!valid54){
const err8 = {instancePath:instancePath+"/routes",schemaPath:"#/properties/routes/propertyNames",keyword:"propertyNames",params:{propertyName: key18}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
validate20.errors = vErrors;
return false;
break;
}
}
if(valid54){
for(const key19 in data66){
if(!(pattern4.test(key19))){
const _errs181 = errors;
if(!(validate23(data66[key19], {instancePath:instancePath+"/routes/" + key19.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data66,parentDataProperty:key19,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid55 = _errs181 === errors;
if(!valid55){
break;
}
}
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/routes",schemaPath:"#/properties/routes/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs176 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

