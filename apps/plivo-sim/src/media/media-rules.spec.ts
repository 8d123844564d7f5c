import { fileFault, mediaIdOf, mediaType, typeByName } from './media-rules';

const LIMITS = { max_bytes: 10, content_types: ['image/jpeg', 'image/png'] };
const file = (over: object) => ({ name: 'a.png', contentType: 'image/png', bytes: Buffer.from('x'), ...over });
const ID = '5b40a428-bfc7-4daf-9d06-726c558bf3b8';

describe('an uploaded file', () => {
  it.each([
    ['image/png', 'a.png', 'image/png'],
    ['Image/JPG; charset=x', 'a', 'image/jpeg'],
    ['', 'a.JPEG', 'image/jpeg'],
    ['application/octet-stream', 'a.pdf', 'application/pdf'],
    ['', 'a', 'application/octet-stream'],
  ])('of %j named %j is %s', (contentType, name, expected) => {
    expect(mediaType({ contentType, name })).toBe(expected);
  });

  it('is told by an address too, query or not', () => {
    expect(typeByName('https://a.example/cat.gif?size=2#x')).toBe('image/gif');
  });

  it('is taken, or refused for its emptiness, size or type', () => {
    expect(fileFault(file({}), LIMITS)).toBeUndefined();
    expect(fileFault(file({ bytes: Buffer.alloc(10) }), LIMITS)).toBeUndefined();
    expect(fileFault(file({ bytes: Buffer.alloc(11) }), LIMITS)).toBe('file is larger than 10 bytes');
    expect(fileFault(file({ bytes: Buffer.alloc(0) }), LIMITS)).toBe('file is empty');
    expect(fileFault(file({ contentType: 'text/html' }), LIMITS)).toBe('content type text/html is not supported');
  });
});

describe('a media link', () => {
  it.each([
    [`https://media.plivo.com/Account/MA1/Media/${ID}`, ID],
    [`http://127.0.0.1:1/Account/MA1/Message/${ID}/Media/${ID}/?x=1`, ID],
    [`https://media.example.com/${ID}.png`, undefined],
    ['https://media.example.com/Account/MA1/Media/cat', undefined],
  ])('%s names %s', (url, id) => {
    expect(mediaIdOf(url)).toBe(id);
  });
});
